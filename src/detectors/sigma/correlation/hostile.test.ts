import { describe, expect, it } from '@jest/globals';
import { processorMs } from '../../../../test/processor-time.ts';
import { baseRule, correlationText, loadedText, textsTogether } from './case.fixture.ts';

const rest = 'timespan: 1m, condition: {gte: 2}';
const many = (count: number, name: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => name(at)).join(',');
const chain = (count: number, next: (at: number) => number): string =>
  textsTogether(
    ...Array.from({ length: count }, (_, at) =>
      correlationText(`x${at}`, `type: event_count, rules: [x${next(at)}], ${rest}`),
    ),
  );

const layered = (at: number): string => {
  const below = (rule: number) => (at < 12 ? ('abcdefghijkl'[rule] ?? '') : `x${at - 12 - (at % 12) + rule}`);
  return `type: event_count, rules: [${many(12, below)}], ${rest}`;
};

const FILES: readonly (readonly [string, string])[] = [
  ['a circle of 999', chain(999, (at) => (at + 1) % 999)],
  ['a chain of 999, the last of them first', chain(999, (at) => at + 1)],
  ['all upon one that is not there', chain(999, () => 1_000)],
  ['40,000 references', correlationText('x', `type: event_count, rules: [${many(40_000, (at) => `r${at}`)}], ${rest}`)],
  [
    '10,000 group-by fields',
    correlationText('x', `type: event_count, rules: [a], group-by: [${many(10_000, (at) => `f${at}`)}], ${rest}`),
  ],
  [
    '10,000 aliases',
    correlationText(
      'x',
      `type: event_count, rules: [a], aliases: {${many(10_000, (at) => `f${at}: {b: g}`)}}, ${rest}`,
    ),
  ],
  [
    '10,000 words',
    correlationText('x', `type: temporal, rules: [a, b], timespan: 1m, condition: "a${' or a'.repeat(10_000)}"`),
  ],
  [
    '10,000 parentheses',
    correlationText('x', `type: temporal, rules: [a, b], timespan: 1m, condition: "${'('.repeat(10_000)}a"`),
  ],
  ['a name of 60,000 characters', correlationText('x', `type: event_count, rules: [${'a'.repeat(60_000)}], ${rest}`)],
  [
    'a timespan of 60,000 digits',
    correlationText('x', `type: event_count, rules: [a], timespan: ${'9'.repeat(60_000)}s, condition: {gte: 1}`),
  ],
  [
    '80 correlations upon 1,000 rules each',
    textsTogether(
      ...Array.from({ length: 80 }, (_, at) =>
        correlationText(`x${at}`, `type: event_count, rules: [${many(1_000, (rule) => `r${rule}`)}], ${rest}`),
      ),
    ),
  ],
  [
    'nine layers that all name the layer below',
    textsTogether(
      ...Array.from('cdefghijkl', baseRule),
      ...Array.from({ length: 9 * 12 }, (_, at) => correlationText(`x${at}`, layered(at))),
    ),
  ],
];

describe('a hostile correlation file', () => {
  it.each(FILES)('with %s is a fault within a second', (_, text) => {
    const before = processorMs();
    const { faults } = loadedText(textsTogether(baseRule('a'), baseRule('b'), text));
    expect(faults.length).toBeGreaterThan(0);
    expect(processorMs() - before).toBeLessThan(1_000);
    expect(Math.max(...faults.map(({ message }) => message.length))).toBeLessThan(400);
  });
});
