import { arrowFile } from './arrow.ts';
import type { OfflineRow } from './features.ts';
import { ndjsonFile } from './ndjson.ts';

/** A file of feature rows for the trainer. */
export interface FeatureFile {
  write(rows: readonly OfflineRow[]): Promise<void>;
  close(): Promise<void>;
}

/** Names that a feature file may have. */
export const FEATURE_FILE_NAME = /\.(arrow|ndjson)$/;

/** Opens a feature file by the end of its name: .arrow or .ndjson. */
export function featureFile(path: string): FeatureFile {
  if (path.endsWith('.arrow')) return arrowFile(path);
  if (path.endsWith('.ndjson')) return ndjsonFile(path);
  throw new Error('a feature file ends in .arrow or .ndjson');
}
