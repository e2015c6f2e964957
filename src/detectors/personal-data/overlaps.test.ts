import { describe, expect, it } from '@jest/globals';
import { withoutOverlaps } from './overlaps.ts';

describe('withoutOverlaps', () => {
  it.each([
    [
      'apart',
      [
        [0, 2, 'PERSON', 1],
        [3, 5, 'PHONE', 1],
      ],
      [
        [0, 2, 'PERSON'],
        [3, 5, 'PHONE'],
      ],
    ],
    [
      'touching',
      [
        [0, 2, 'PERSON', 1],
        [2, 5, 'PHONE', 1],
      ],
      [
        [0, 2, 'PERSON'],
        [2, 5, 'PHONE'],
      ],
    ],
    [
      'the surer names it',
      [
        [0, 9, 'PHONE', 1],
        [2, 5, 'ES_DNI', 3],
      ],
      [[0, 9, 'ES_DNI']],
    ],
    [
      'the longer among equals',
      [
        [0, 3, 'PHONE', 2],
        [2, 9, 'ADDRESS', 2],
      ],
      [[0, 9, 'ADDRESS']],
    ],
    [
      'a chain',
      [
        [4, 8, 'GEO', 1],
        [0, 5, 'PHONE', 3],
        [7, 9, 'AGE', 2],
      ],
      [[0, 9, 'PHONE']],
    ],
    ['empty ones go', [[3, 3, 'GEO', 3]], []],
  ] as const)('%s', (_, findings, spans) => {
    const given = findings.map(([start, end, type, sureness]) => ({ start, end, type, sureness }));
    expect(withoutOverlaps(given)).toEqual(spans.map(([start, end, type]) => ({ start, end, type })));
  });
});
