import { beforeAll, expect, it } from '@jest/globals';
import type { DetectionFinding, Fact } from '../../src/domain/contracts.gen.ts';
import { type Ran, runChain } from './embedded-chain.ts';
import { goodBatches } from './good-events.ts';

interface Told {
  readonly event: string;
  readonly base?: number;
  readonly confidence?: number;
  readonly facts: readonly Fact[];
}

let ran: Ran;
beforeAll(async () => {
  ran = await runChain(goodBatches(12));
});

const explanations = ({ enrichments }: DetectionFinding): readonly Told[] =>
  (enrichments ?? []).filter(({ name }) => name === 'explanation').map(({ data }) => JSON.parse(data));

it('given the whole chain, when it raises alerts, then base and contributions of the event that decided are its confidence', () => {
  expect(ran.alerts.length).toBeGreaterThan(0);
  for (const alert of ran.alerts) {
    const { deciding_event: deciding } = JSON.parse(alert.unmapped);
    const told = explanations(alert).filter(({ event }) => event === deciding);
    const [{ base = Number.NaN, confidence = Number.NaN } = {}] = told;
    const moved = told.flatMap(({ facts }) => facts).reduce((sum, { contribution }) => sum + contribution, 0);
    expect(Math.abs(base + moved - confidence)).toBeLessThan(1e-3);
    expect(confidence).toBeGreaterThan(base);
  }
});
