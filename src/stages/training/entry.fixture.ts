import fc from 'fast-check';
import type { Entry } from './entry.ts';

/** A verdict of ana on an alert of its own, but for what the test says. */
export const entry = (facts: Partial<Entry> & { readonly id: string }): Entry => ({
  ...{ time: 0, offset: 0, author: 'ana', subject: `alert of ${facts.id}`, rule: 'r1', label: 'true_positive' },
  ...{ scrub: '1', ...facts },
});

/** So many of the same. */
export const many = (count: number, name: string, facts: Partial<Entry> = {}): readonly Entry[] =>
  Array.from({ length: count }, (_, i) => entry({ id: `${name}${i}`, time: i, offset: i, ...facts }));

const LABELS = ['true_positive', 'true_positive', 'false_positive', 'benign_true_positive', 'unsure'];

/** Buffers of few analysts, rules and alerts, so that they meet; each analyst has one say on an alert. */
export const buffers = fc
  .array(
    fc.record({
      time: fc.nat({ max: 50 }),
      author: fc.constantFrom('ana', 'bo', 'cy', 'di'),
      subject: fc.nat({ max: 40 }).map((at) => `alert ${at}`),
      rule: fc.constantFrom('', 'r1', 'r2'),
      label: fc.constantFrom(...LABELS),
    }),
    { maxLength: 120 },
  )
  .map((all) => [...new Map(all.map((one) => [`${one.author} ${one.subject}`, one])).values()])
  .map((all) => all.map((one, at): Entry => ({ ...one, id: `f${at}`, offset: at, scrub: '1' })));

/** The buffer in another order. */
export const shuffled = fc.tuple(buffers, fc.infiniteStream(fc.nat())).map(([entries, ranks]) => ({
  entries,
  moved: entries
    .map((one) => ({ one, rank: ranks.next().value as number }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one),
}));
