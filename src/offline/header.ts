import { CODE_SET_LENGTH, CODE_VALUES, CODE_VOCABULARY } from '../detectors/code-set.ts';
import { FEATURE_HASH, FEATURE_SET, FEATURES, RANGES } from '../detectors/feature-set.ts';
import { SEQUENCE_LENGTH, VOCABULARY } from '../detectors/tokens.ts';

/** What a reader has to know of every row, once a file. */
export const FEATURE_HEADER = {
  featureSet: FEATURE_SET,
  featureHash: FEATURE_HASH,
  names: FEATURES,
  /** Least and most of each feature. */
  ranges: FEATURES.map((name) => RANGES[name]),
  vocabulary: VOCABULARY,
  length: SEQUENCE_LENGTH,
  codeVocabulary: CODE_VOCABULARY,
  codeLength: CODE_SET_LENGTH,
  codeValues: CODE_VALUES,
} as const;
