import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correlationsOf, correlationText } from './case.fixture.ts';
import { rootStateCodec } from './codec.ts';
import type { Correlation } from './correlation.ts';
import { Desk } from './desk.ts';
import { type Fired, firingsOf, type Seen } from './oracle.fixture.ts';
import type { Firing } from './step.ts';

const SEED = 20_250_802;
const CASES = 1_000;
const SECOND = 1_000;

const bounds = (most: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('gte', 'gt', 'lte', 'lt', 'eq'), fc.integer({ min: 1, max: most }), fc.boolean())
    .map(([order, bound, isRange]) =>
      isRange && order.startsWith('g')
        ? `${order}: ${bound}, lte: ${bound + 2}`
        : `${order}: ${order === 'lt' ? bound + 1 : bound}`,
    );

/** Type and condition; the value's field is one that every correlation here groups by, or one of events alone. */
const sortOf = (field: string): fc.Arbitrary<string> =>
  fc.oneof(
    bounds(4).map((of) => `type: event_count, condition: {${of}}`),
    bounds(3).map((of) => `type: value_count, condition: {${of}, field: ${field}}`),
    bounds(9).map((of) => `type: value_sum, condition: {${of}, field: ${field}}`),
    bounds(5).map((of) => `type: value_avg, condition: {${of}, field: ${field}}`),
    fc
      .tuple(bounds(5), fc.constantFrom(0, 25, 50, 90, 100))
      .map(([of, rank]) => `type: value_percentile, condition: {${of}, field: ${field}, percentile: ${rank}}`),
    bounds(5).map((of) => `type: value_median, condition: {${of}, field: ${field}}`),
  );

/** Over two names or three, all in one timespan. */
const inTime = (names: readonly string[]): fc.Arbitrary<string> => {
  const [x, y, z] = names;
  return fc.constantFrom(
    `type: temporal, rules: [${names}]`,
    `type: temporal, rules: [${names}], condition: {gte: 2}`,
    `type: temporal, rules: [${names}], condition: "${x} and (${y} or not ${z ?? y})"`,
    `type: temporal, rules: [${names}], condition: "1 of them and not ${y}"`,
    `type: temporal_ordered, rules: [${names}]`,
    `type: temporal_ordered, rules: [${[...names].reverse()}]`,
    `type: absence, rules: [${x}, ${y}]`,
    `type: absence, rules: [${y}, ${x}]`,
  );
};

const ofNames = (names: readonly string[], field: string): fc.Arbitrary<string> =>
  fc.oneof(
    inTime(names),
    fc
      .tuple(sortOf(field), fc.integer({ min: 1, max: names.length }))
      .map(([sort, count]) => `${sort}, rules: [${names.slice(0, count)}]`),
  );

const span = fc.integer({ min: 1, max: 8 }).map((seconds) => `timespan: ${seconds}s`);

/** One correlation, or two or three upon each other; inner ones group by more fields, and by others under an alias. */
const texts: fc.Arbitrary<readonly string[]> = fc
  .tuple(
    ofNames(['a', 'b', 'c'], 'v'),
    ofNames(['one', 'c'], 'h'),
    ofNames(['two', 'b', 'one'], 'u'),
    fc.array(span, { minLength: 3, maxLength: 3 }),
    fc.integer({ min: 1, max: 3 }),
    fc.boolean(),
  )
  .map(([one, two, three, spans, levels, isAliased]) => {
    const alias = isAliased ? ', aliases: {u: {a: w}}' : '';
    return [
      correlationText('one', `${one}, ${spans[0]}, group-by: [u, h]${one.includes('[a') ? alias : ''}`),
      correlationText('two', `${two}, ${spans[1]}, group-by: [u, h]`),
      correlationText('three', `${three}, ${spans[2]}, group-by: [u]`),
    ].slice(0, levels);
  });

const fields: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record(
    {
      u: fc.constantFrom('1', '2'),
      w: fc.constantFrom('1', '2'),
      h: fc.constantFrom('1', '2', 'x'),
      v: fc.constantFrom('1', '2', '3', '7', '0.5', 'n/a'),
    },
    { requiredKeys: [] },
  )
  .map((some) => ({ u: '1', h: '1', ...some }));

/** Arrivals; `late` seconds are taken off the time by which they are put in order. */
const events: fc.Arbitrary<readonly Seen[]> = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 6 }),
      fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
      fields,
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((all) =>
    all
      .map(([second, late, rules, of], index) => ({
        time: second * SECOND,
        id: `e${(index * 7) % 15}`,
        rules,
        fields: of,
        arrival: second + late,
      }))
      .sort((a, b) => a.arrival - b.arrival),
  );

const keyOf = (root: string, group: readonly string[], time: number, id: string): string =>
  JSON.stringify([root, group, time, id]);

/** What the oracle says of all correlations. */
function expected(correlations: readonly Correlation[], seen: readonly Seen[], watermark: number): string[] {
  const byId = new Map(correlations.map((one) => [one.id, one]));
  const keys = ({ id: root }: Correlation, fired: readonly Fired[]) =>
    fired.map(({ group, time, id }) => keyOf(root, group, time, id));
  return correlations.flatMap((one) => keys(one, firingsOf(one, byId, seen, watermark)));
}

/** The second list without the first, entry by entry. */
function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = [...before];
  return after
    .filter((key) => {
      const at = left.indexOf(key);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    })
    .sort();
}

const told = (firings: readonly Firing[]): readonly string[] =>
  firings.map(({ correlation, group, time, eventId }) => keyOf(correlation, group, time, eventId)).sort();

/** The watermark that may stand before each arrival: no event to come is older. */
const watermarkBefore = (seen: readonly Seen[], at: number): number =>
  Math.min(...seen.slice(at).map(({ time }) => time), Infinity);

interface Play {
  readonly texts: readonly string[];
  readonly events: readonly Seen[];
  readonly isPassed: (at: number) => boolean;
  readonly between: (desk: Desk) => void;
}

/** Compares the engine with the oracle after every arrival and every watermark. */
function compare({ texts: written, events: seen, isPassed, between }: Play): void {
  const correlations = correlationsOf(...written);
  const desk = new Desk(correlations);
  let before: string[] = [];
  let watermark = -Infinity;
  const step = (firings: readonly Firing[], count: number) => {
    const after = expected(correlations, seen.slice(0, count), watermark);
    expect(told(firings)).toEqual(added(before, after));
    before = after;
    between(desk);
  };
  for (const [at, event] of seen.entries()) {
    if (isPassed(at)) {
      watermark = watermarkBefore(seen, at);
      step(desk.pass(watermark), at);
    }
    const matched = { ...event, rules: event.rules.map((id) => ({ id })) };
    step(desk.take(matched), at + 1);
    step(desk.take(matched), at + 1);
  }
  watermark = Infinity;
  step(desk.pass(watermark), seen.length);
  expect([...desk.states.values()].filter(({ state }) => state.root !== null || state.inner !== null)).toEqual([]);
}

describe('the engine of correlations', () => {
  it('given any correlations upon each other and events in any order, some twice, then it fires where the oracle does', () => {
    fc.assert(
      fc.property(texts, events, fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }), (written, seen, passes) =>
        compare({ texts: written, events: seen, isPassed: (at) => passes[at] === true, between: () => {} }),
      ),
      { seed: SEED, numRuns: CASES },
    );
  });

  it('given its state goes through bytes between any two steps, then nothing changes', () => {
    const through = ({ states }: Desk): void => {
      for (const one of states.values()) one.state = rootStateCodec.decode(rootStateCodec.encode(one.state));
    };
    fc.assert(
      fc.property(texts, events, (written, seen) =>
        compare({ texts: written, events: seen, isPassed: () => true, between: through }),
      ),
      { seed: SEED, numRuns: 200 },
    );
  });
});
