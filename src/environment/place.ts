import { z } from 'zod';
import { S3_PLACE } from '../shell/registry/open-registry.ts';

/** Where files are kept: a folder, or a bucket. */
export const place = z
  .string()
  .refine((text) => !text.startsWith('s3:') || S3_PLACE.test(text), 'must be a folder, or s3://bucket/prefix');
