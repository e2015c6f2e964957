import type { ModelRegistry } from '../../models/alias.ts';
import { folderStore } from './folder-store.ts';
import { modelRegistry } from './model-registry.ts';
import { type S3Config, s3Store } from './s3-store.ts';

/** Where the bucket is and who asks; the bucket itself stands in the place. */
export type S3Login = Omit<S3Config, 'bucket' | 'prefix'>;

/** The registry at a place: `s3://bucket/prefix`, else a folder. */
export function openRegistry(place: string, login: S3Login): ModelRegistry {
  const [, bucket, prefix = ''] = S3_PLACE.exec(place) ?? [];
  return modelRegistry(bucket ? s3Store({ ...login, bucket, prefix }) : folderStore(place));
}

export const S3_PLACE = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w.-]+(?:\/[\w.-]+)*))?\/?$/;
