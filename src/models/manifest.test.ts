import { describe, expect, it } from '@jest/globals';
import { forestManifest, sequenceManifest } from '../../test/fixtures/manifests.ts';
import { parseManifest, rowWidth } from './manifest.ts';

describe('parseManifest', () => {
  it.each([forestManifest(3), sequenceManifest()])('reads what was written: $kind', (manifest) => {
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  it.each([
    ['an unknown kind', { kind: 'oracle' }, 'kind'],
    ['a short hash', { sha256: 'abc' }, 'sha256'],
    ['a name that is a path', { name: '../../etc' }, 'name'],
    ['a version that is none', { version: 'latest' }, 'version'],
    ['a threshold at the median', { threshold: { raw: 0, quantile: 0.5 } }, 'threshold.quantile'],
    ['no features', { features: [] }, 'features'],
    ['a field that nobody reads', { note: 'x' }, 'note'],
    [
      'a probability of 2',
      {
        calibration: [
          [0, 0],
          [1, 2],
        ],
      },
      'calibration.1.1',
    ],
    [
      'a curve that falls',
      {
        calibration: [
          [0, 0.5],
          [1, 0.4],
        ],
      },
      'points must rise',
    ],
    [
      'a curve that stands still',
      {
        calibration: [
          [0, 0.5],
          [0, 0.6],
        ],
      },
      'points must rise',
    ],
  ])('refuses %s and says where', (_, change, place) => {
    expect(() => parseManifest({ ...forestManifest(3), ...change })).toThrow(place);
  });

  it('names all faults at once', () => {
    expect(() => parseManifest({ ...forestManifest(3), opset: -1, input: '' })).toThrow(/opset.*input|input.*opset/);
  });
});

it('rowWidth is the features of a forest and the tokens of a sequence', () => {
  expect([rowWidth(forestManifest(3)), rowWidth(sequenceManifest())]).toEqual([3, 32]);
});
