import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SigmaEngine } from './engine.ts';
import { loadRules } from './load.ts';
import { matches } from './oracle.fixture.ts';
import type { Fields } from './rule.ts';

// few letters, so that what rules ask for occurs; those beyond ASCII have odd lower cases
const letter = fc.constantFrom(
  'a',
  'b',
  'A',
  's',
  'k',
  'i',
  '1',
  '-',
  '/',
  '\\',
  ' ',
  '\u212a',
  '\u0130',
  '\u017f',
  'é',
  'É',
  '😀',
  '\n',
);
const text = fc.string({ unit: letter, maxLength: 6 });
const sigmaText = fc.string({
  unit: fc.oneof({ weight: 6, arbitrary: letter }, fc.constantFrom('*', '?', '\\*')),
  maxLength: 6,
});
const number = fc.constantFrom(0, 1, 11, -1, 1.5);
const name = fc.constantFrom('f', 'g', 'h', 'n.f', 'n.g', '__proto__');

const scalar = fc.oneof(text, text, number, fc.boolean(), fc.constant(null));
const value = fc.oneof(
  { weight: 5, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('f', 'g'), scalar),
);
const event: fc.Arbitrary<Fields> = fc
  .array(fc.tuple(fc.oneof(name, fc.constant('n')), value), { maxLength: 5 })
  .map((entries) => Object.fromEntries(entries));

const seen = fc.record({ fields: event, added: fc.option(event, { nil: undefined }) });

const written = (values: fc.Arbitrary<unknown>) => fc.oneof(values, fc.array(values, { minLength: 1, maxLength: 4 }));
const cased = (chain: string) =>
  fc.constantFrom(chain, `${chain}|cased`, `${chain}|all`, `${chain}|neq`, `${chain}|cased|all`);
const item = (chains: fc.Arbitrary<string>, values: fc.Arbitrary<unknown>) =>
  fc.tuple(
    fc.tuple(name, chains).map(([field, chain]) => field + chain),
    written(values),
  );

const expression = fc.constantFrom(
  'a',
  'ab',
  '^a',
  'b$',
  'a|b',
  '[ab]1',
  'a.b',
  '(?i)sk',
  'a+b?',
  'ki',
  '(a|b)s',
  'a\\sb',
  '\\\\',
  '',
);
const line = fc.oneof(
  item(fc.constant(''), fc.oneof(sigmaText, number, fc.boolean(), fc.constant(null))),
  item(fc.constantFrom('|neq', '|all'), fc.oneof(sigmaText, number)),
  item(fc.constantFrom('|contains', '|startswith', '|endswith', '|contains|windash').chain(cased), sigmaText),
  item(fc.constantFrom('|re', '|re|i', '|re|m', '|re|all', '|re|neq'), expression),
  item(fc.constantFrom('|lt', '|gte', '|hour|gt'), number),
  item(fc.constantFrom('|fieldref', '|fieldref|startswith', '|fieldref|neq', '|fieldref|cased'), name),
  fc.tuple(
    name.map((field) => `${field}|exists`),
    fc.boolean(),
  ),
);
const keywords = fc.array(
  sigmaText.filter((one) => one !== ''),
  { minLength: 1, maxLength: 3 },
);
const map = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => Object.fromEntries(lines));
const search = fc.oneof(
  { weight: 4, arbitrary: map },
  fc.array(map, { minLength: 1, maxLength: 3 }),
  keywords,
  keywords.map((all) => ({ '|all': all })),
);
const condition = fc.constantFrom(
  ...['a', 'not a', 'a and b', 'a or b', 'a and not b', 'not a or b', 'not (a or b)', '1 of them', 'all of them'],
  ...['not 1 of them', 'not all of them', 'c and (a or not b)', 'not (a and b) and c', '(a or b) and (b or c)'],
);
const detection = fc.record({ a: search, b: search, c: search, condition });

const SOURCES = [{ category: 'c' }, { category: 'd', product: 'p' }];
const logsource = fc.constantFrom(
  { category: 'c' },
  { category: 'd' },
  { product: 'p' },
  { category: 'c', product: 'p' },
);

describe('the engine', () => {
  it('says what the oracle says, whatever the rules, the events and what is added to them', () => {
    const rules = fc.array(fc.record({ logsource, detection }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rules, fc.array(seen, { minLength: 1, maxLength: 8 }), (drafts, events) => {
        const text = drafts.map((draft, index) => JSON.stringify({ title: `rule ${index}`, ...draft })).join('\n---\n');
        const loaded = loadRules([{ name: 'a.yml', text }]);
        expect(loaded.faults).toEqual([]);
        const engine = new SigmaEngine(loaded.rules);
        // again and again, so that what is kept of values is used
        for (const { fields, added } of [...events, ...events, ...events]) {
          const expected = loaded.rules.filter((rule) => matches(rule, SOURCES, { ...fields, ...added }));
          expect(engine.match(SOURCES, fields, added).map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        }
      }),
      { numRuns: 500 },
    );
  });
});
