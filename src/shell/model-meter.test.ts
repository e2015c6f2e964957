import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ModelMeasurement } from '../domain/contracts.gen.ts';
import { virtualClock } from '../memory/clock.ts';
import type { Measured } from '../stages/inference/ports.ts';
import { type ModelMeter, modelMeter } from './model-meter.ts';
import { quietLogger } from './quiet.ts';

const batch = (change: Partial<Measured> = {}): Measured => ({
  ...{ tenant: 'acme', model: 'm', version: '1.0.0', arm: 'active', manifest: null },
  ...{ rows: 10, forwarded: 1, groups: [], degraded: 0, notNumbers: 0, latencyMs: 2, probabilities: [], vectors: [] },
  ...change,
});

describe('the meter of models', () => {
  let published: (readonly ModelMeasurement[])[];
  let isAway: boolean;
  let clock: ReturnType<typeof virtualClock>;
  let meter: ModelMeter;
  beforeEach(() => {
    published = [];
    isAway = false;
    clock = virtualClock(0);
    const publish = async (measurements: readonly ModelMeasurement[]) => {
      if (isAway) throw new Error('no broker');
      published.push(measurements);
    };
    meter = modelMeter({ clock, logger: quietLogger, process: 'p', publish });
  });
  afterEach(() => meter.close());
  const tenSeconds = async () => {
    await clock.advance(10_000);
    await new Promise(setImmediate);
  };

  it('given batches of two arms, when ten seconds have passed, then each is told once with its sums', async () => {
    for (const one of [batch(), batch(), batch({ arm: 'canary', version: '1.1.0' })]) meter.measured(one);
    await tenSeconds();
    await tenSeconds();
    expect(published).toHaveLength(1);
    expect(published[0]).toMatchObject([
      { process: 'p', sequence: 1, from: 0, to: 10_000, arm: 'active', rows: 20, forwarded: 2, runs: 2 },
      { process: 'p', sequence: 2, from: 0, to: 10_000, arm: 'canary', version: '1.1.0', rows: 10 },
    ]);
  });

  it('given a broker that is away, when it comes back, then nothing is missing and the numbers are the same', async () => {
    isAway = true;
    meter.measured(batch());
    await tenSeconds();
    isAway = false;
    meter.measured(batch({ rows: 7 }));
    await tenSeconds();
    expect(published.flat().map(({ sequence, rows }) => [sequence, rows])).toEqual([
      [1, 10],
      [2, 7],
    ]);
  });

  it('given more tenants than it tells apart, when it is told, then no row is missing', async () => {
    for (let i = 0; i < 700; i++) meter.measured(batch({ tenant: `t${i}` }));
    await tenSeconds();
    const rows = (published[0] ?? []).map((one) => one.rows);
    expect(rows).toHaveLength(501);
    expect(rows.reduce((sum, one) => sum + one, 0)).toBe(7_000);
  });

  it('given the end, when it is closed, then what is left is told', async () => {
    meter.measured(batch());
    await meter.close();
    expect(published).toMatchObject([[{ rows: 10 }]]);
  });
});
