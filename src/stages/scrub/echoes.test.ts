import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PersonalSpan, PersonalType } from '../../detectors/personal-data/personal-type.ts';
import { foundInBoth, type Searched } from './echoes.ts';

const searched = (text: string, value: string, type: PersonalType): Searched => {
  const start = text.indexOf(value);
  return { text, spans: [{ start, end: start + value.length, type }] };
};
const alone = (text: string): Searched => ({ text, spans: [] });
const shown = (text: string, spans: readonly PersonalSpan[]) =>
  spans.map(({ start, end, type }) => [type, text.slice(start, end)]);

describe('what two forms hold of each other', () => {
  it('given a name in one form, then it is found in both, in any case, accent and spacing', () => {
    const [one, other] = ['by Ana Ruíz', 'ANA  ruiz and Ana, not Mariana Ruiz'];
    const [a, b] = foundInBoth([searched(one, 'Ana Ruíz', 'PERSON'), alone(other)]);
    expect(shown(one, a)).toEqual([['PERSON', 'Ana Ruíz']]);
    expect(shown(other, b)).toEqual([['PERSON', 'ANA  ruiz']]);
  });

  it('given a value of two types, then it is of the first in both, so that one pseudonym stands for it', () => {
    const text = 'olga38 came';
    const [a, b] = foundInBoth([searched(text, 'olga38', 'USERNAME'), searched(text, 'olga38', 'PERSON')]);
    expect([a, b].map((spans) => shown(text, spans))).toEqual(Array(2).fill([['USERNAME', 'olga38']]));
  });

  it.each([
    ['two signs', 'at 45', '45'],
    ['more than eight words', 'a1 b2 c3 d4 e5 f6 g7 h8 i9 lives', 'a1 b2 c3 d4 e5 f6 g7 h8 i9'],
  ])('given a value of %s, then it is taken out only where it was found', (_, text, value) => {
    const [a, b] = foundInBoth([searched(text, value, 'PLACE'), alone(text)]);
    expect([a.length, b.length]).toEqual([1, 0]);
  });

  it('given any two forms, then what was found stays found, spans are apart, and it is the same the other way round', () => {
    const word = fc.constantFrom('ana', 'Ruíz', 'olga38', 'ÑANDÚ', 'x', '+34', '600', '😀');
    const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, fc.nat(), fc.integer({ min: 1, max: 12 }), (one, other, from, length) => {
        const start = from % one.length;
        const end = Math.min(start + length, one.length);
        const found = { text: one, spans: [{ start, end, type: 'PERSON' as const }] };
        const [a, b] = foundInBoth([found, alone(other)]);
        expect(a.some((span) => span.start <= start && span.end >= end)).toBe(true);
        for (const spans of [a, b])
          for (const [at, span] of spans.entries()) expect(span.start).toBeGreaterThanOrEqual(spans[at - 1]?.end ?? 0);
        // the same forms the other way round hold the same
        const [d, c] = foundInBoth([alone(other), found]);
        expect([c, d]).toEqual([a, b]);
      }),
    );
  });
});
