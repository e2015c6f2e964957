import { FEATURE_HASH, FEATURE_SET, FEATURES } from '../detectors/feature-set.ts';
import { SEQUENCE_LENGTH, VOCABULARY } from '../detectors/tokens.ts';

/** What a reader has to know of every row, once a file. */
export const FEATURE_HEADER = {
  featureSet: FEATURE_SET,
  featureHash: FEATURE_HASH,
  names: FEATURES,
  vocabulary: VOCABULARY,
  length: SEQUENCE_LENGTH,
} as const;
