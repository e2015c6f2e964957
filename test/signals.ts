import type { Detection, EventCore, Signal } from '../src/domain/contracts.gen.ts';

/** An event in which nothing but what the test says is set. */
export const event = (facts: Partial<EventCore> = {}): EventCore => ({
  id: 'e1',
  tenant: 'acme',
  time: 0,
  receivedAt: 0,
  format: 'windows',
  class: 'process',
  action: 'start',
  outcome: 'success',
  host: 'ws01',
  observer: '',
  user: 'alice',
  process: '',
  parent: '',
  commandLine: '',
  srcIp: '',
  srcPort: 0,
  dstIp: '',
  dstPort: 0,
  file: '',
  domain: '',
  url: '',
  hash: '',
  code: '1',
  product: 'windows',
  category: 'process_creation',
  service: '',
  flags: [],
  rawPartition: 0,
  rawOffset: 0,
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
  severity: 3,
  degraded: [],
  detections: [detection()],
  ...facts,
});
