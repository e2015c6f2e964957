import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SigmaEngine } from '../../detectors/sigma/engine.ts';
import { loadRules } from '../../detectors/sigma/load.ts';
import { rawReader } from './raw-lines.ts';

const CONDITIONS = [
  ...['f: 3', 'f: 3.5', 'f: -1', "f: '3'", 'f: true', 'f: false', "f: 'true'", 'f: null', "f: ''", "f: '*'", 'f: a'],
  ...['f|lt: 3', 'f|lte: 3', 'f|gt: 3', 'f|gte: 3.5', 'f|contains: 3', 'f|startswith: t', 'f|endswith: e'],
  ...['f|exists: true', 'f|exists: false', "f|re: '^3'", 'f|cased: A', 'f|fieldref: g', 'f|contains|all: [a, b]'],
  ...['m.n: 3', 'm.n|lt: 3', 'm.n: null', 'm: null', 'm|exists: true', 'm.n|exists: true', 'f|neq: 3', 'm|neq: x'],
];
const { rules } = loadRules(
  CONDITIONS.map((condition, at) => ({
    name: `${at}.yml`,
    text: `title: "${at}"\nid: "${at}"\nlogsource: {product: p}\ndetection:\n  s:\n    ${condition}\n  condition: s\n`,
  })),
);
const engine = new SigmaEngine(rules);
const scalar = fc.oneof(
  fc.constantFrom<unknown>(3, '3', 3.5, -1, 2, 4, true, false, 'true', '', 'a', 'A', 'ab', 'a\nb', '3\n4'),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
);
const value = fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 4 }));
const event = fc
  .record({ f: value, g: value, m: fc.record({ n: value }) }, { requiredKeys: [] })
  .map((fields) => ({ ...fields, product: 'p' }));

describe('events through intake', () => {
  it('are to rules what they were as JSON: numbers, booleans, lists, maps, and fields that are not there', () => {
    expect(rules).toHaveLength(CONDITIONS.length);
    const read = rawReader('json', 'events', 0);
    fc.assert(
      fc.property(event, (fields) => {
        const seen = read({ file: 'f', number: 1, bytes: Buffer.from(JSON.stringify(fields)) });
        if (seen.kind !== 'event') throw new Error(seen.kind);
        const through = engine.match(seen.sources, seen.fields).map(({ id }) => CONDITIONS[Number(id)]);
        const before = engine.match([{ product: 'p' }], JSON.parse(JSON.stringify(fields)));
        expect(through).toEqual(before.map(({ id }) => CONDITIONS[Number(id)]));
      }),
      { numRuns: 1_000 },
    );
  });
});
