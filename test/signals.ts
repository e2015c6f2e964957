import type { Detection, EventCore, Signal } from '../src/domain/contracts.gen.ts';
import { eventCore } from './fixtures/event-core.ts';

/** A process that alice started on ws01, but for what the test says. */
export const event = (facts: Partial<EventCore> = {}): EventCore =>
  eventCore({
    format: 'windows',
    class: 'process',
    action: 'start',
    outcome: 'success',
    host: 'ws01',
    user: 'alice',
    code: '1',
    product: 'windows',
    category: 'process_creation',
    ...facts,
  });

/** A rule that fired. */
export const detection = (facts: Partial<Detection> = {}): Detection => ({
  id: 'r1',
  version: '1',
  kind: 'rule',
  title: 'A rule',
  raw: 1,
  probability: 0.8,
  severity: 3,
  techniques: [],
  author: 'vedette',
  references: [],
  facts: [],
  ...facts,
});

/** A signal for the host, which owns it. */
export const signal = (facts: Partial<Signal> = {}): Signal => ({
  event: event(),
  role: 'host',
  entity: 'ws01',
  owner: true,
  score: 0.8,
  confidence: 0.8,
  base: 0,
  models: [],
  ensemble: '',
  severity: 3,
  degraded: [],
  detections: [detection()],
  steps: [],
  row: null,
  ...facts,
});
