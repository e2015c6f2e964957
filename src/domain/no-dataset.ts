import type { DatasetManifest } from './contracts.gen.ts';

/** Of a training that no tenant's feedback goes into. */
export const NO_DATASET: DatasetManifest = {
  ...{ topic: '', partition: 0, ranges: [], from: 0, to: 0 },
  ...{ labels: {}, authors: {}, rules: {}, scrubs: [], leftOut: {} },
};
