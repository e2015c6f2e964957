import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { datasetHash, manifestOf, rangesOf } from './dataset.ts';
import { entry, shuffled } from './entry.fixture.ts';

describe('the hash of a dataset', () => {
  it('is the same for the same records, in whatever order', () => {
    fc.assert(
      fc.property(shuffled, ({ entries, moved }) => {
        expect(datasetHash('acme', 'verdict', moved)).toBe(datasetHash('acme', 'verdict', entries));
      }),
    );
  });

  it('is never to be changed', () => {
    expect(datasetHash('acme', 'verdict', [entry({ id: 'a' }), entry({ id: 'b' })])).toBe(
      '7f6605d9c8f04f8e06ce4a8f5af2703493ef6b589e7aa03535409e0923a325bb',
    );
  });

  it.each([
    ['another tenant', datasetHash('other', 'verdict', [entry({ id: 'a' })])],
    ['another kind', datasetHash('acme', 'label', [entry({ id: 'a' })])],
    ['another record', datasetHash('acme', 'verdict', [entry({ id: 'b' })])],
    ['one record more', datasetHash('acme', 'verdict', [entry({ id: 'a' }), entry({ id: 'b' })])],
    ['another scrub', datasetHash('acme', 'verdict', [entry({ id: 'a', scrub: '2' })])],
  ])('is another for %s', (_, hash) => {
    expect(hash).not.toBe(datasetHash('acme', 'verdict', [entry({ id: 'a' })]));
  });
});

it('given a dataset, when its manifest is written, then it counts what it is made of', () => {
  const entries = [
    entry({ id: 'a', time: 1, offset: 40 }),
    entry({ id: 'b', time: 2, offset: 7, author: 'bo', label: 'false_positive' }),
    entry({ id: 'c', time: 3, offset: 900, rule: '', scrub: '2' }),
  ];
  expect(manifestOf(entries, 2, { unsure: 1 })).toEqual({
    topic: 'feedback.scrubbed.v1',
    partition: 2,
    ranges: [
      { from: 7, to: 41 },
      { from: 900, to: 901 },
    ],
    from: 1,
    to: 3,
    labels: { false_positive: 1, true_positive: 2 },
    authors: { ana: 2, bo: 1 },
    rules: { '': 1, r1: 2 },
    scrubs: ['1', '2'],
    leftOut: { unsure: 1 },
  });
});

it('whatever the offsets, each lies in one range, and ranges begin and end with one', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 5_000 })), (offsets) => {
      const ranges = rangesOf(offsets);
      for (const offset of offsets)
        expect(ranges.filter(({ from, to }) => offset >= from && offset < to)).toHaveLength(1);
      for (const { from, to } of ranges) {
        expect(offsets).toContain(from);
        expect(offsets).toContain(to - 1);
      }
    }),
  );
});
