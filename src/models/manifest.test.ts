import { describe, expect, it } from '@jest/globals';
import {
  ensembleManifest,
  forestManifest,
  sequenceManifest,
  taggerManifest,
  textManifest,
  treesManifest,
} from '../../test/fixtures/manifests.ts';
import { parseManifest, parseTaggerManifest } from './manifest.ts';

const all = [forestManifest(3), treesManifest(3), sequenceManifest(), textManifest(), ensembleManifest()];
const vectors = (width: number) => ({ name: 'vectors', of: 'vector', width });

describe('parseManifest', () => {
  it.each(all)('reads what was written: $kind', (manifest) => {
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  it.each([
    ['an unknown kind', { kind: 'oracle' }, 'kind'],
    ['a short hash', { sha256: 'abc' }, 'sha256'],
    ['a name that is a path', { name: '../../etc' }, 'name'],
    ['a version that is none', { version: 'latest' }, 'version'],
    ['a threshold above all rows and more', { threshold: { raw: 0, quantile: 1.5 } }, 'threshold.quantile'],
    ['no features', { features: [] }, 'features'],
    ['a field that nobody reads', { note: 'x' }, 'note'],
    ['a file that is a path', { file: '../model.onnx' }, 'file'],
    ['more features than the input is wide', { inputs: [vectors(2)] }, 'vector, 3 wide'],
    ['no input of its kind', { inputs: [{ ...vectors(3), of: 'codeValues' }] }, 'vector, 3 wide'],
    ['an input of what no row has', { inputs: [vectors(3), { ...vectors(3), of: 'moon' }] }, 'inputs.1.of'],
    ['two inputs of the same', { inputs: [vectors(3), vectors(3)] }, 'the same numbers'],
    ['shares that are not the whole', { scoreBins: { edges: [1], shares: [0.5, 0.4] } }, 'add up to 1'],
    ['fewer shares than bins', { scoreBins: { edges: [1], shares: [1] } }, 'add up to 1'],
    ['edges that fall', { scoreBins: { edges: [1, 0], shares: [0.5, 0.2, 0.3] } }, 'edges must rise'],
    ['a precision that is none', { variants: [{ precision: 'fp4' }] }, 'variants.0.precision'],
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

  it('refuses an ensemble with the parts of a graph', () => {
    expect(() => parseManifest({ ...ensembleManifest(), opset: 17, output: 'score' })).toThrow(/output.*opset/);
  });

  it('names all faults at once', () => {
    expect(() => parseManifest({ ...forestManifest(3), opset: -1, output: '' })).toThrow(/opset.*output|output.*opset/);
  });
});

describe('parseTaggerManifest', () => {
  it('reads what was written, and no event is scored by it', () => {
    const manifest = taggerManifest();
    expect(parseTaggerManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
    expect(() => parseManifest(manifest)).toThrow('kind');
  });

  it.each([
    ['no types', { types: [] }, 'types'],
    ['a type that is a label', { types: ['it is Ana'] }, 'types.0'],
    ['a threshold of scores', { threshold: { raw: 0, quantile: 1 } }, 'threshold'],
    ['a bar that is none', { sure: null }, 'sure'],
  ])('refuses %s and says where', (_, change, place) => {
    expect(() => parseTaggerManifest({ ...taggerManifest(), ...change })).toThrow(place);
  });
});
