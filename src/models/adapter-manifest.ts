import { z } from 'zod';
import { TENANT_NAME } from '../domain/tenant.ts';
import { MODEL_NAME, MODEL_VERSION, parsed } from './manifest.ts';
import { fileName, hash } from './manifest-parts.ts';

/** What of the manifest of a text model's adapter is needed to put it in force; it scores no events. */
const adapter = z.object({
  name: z.string().regex(MODEL_NAME),
  version: z.string().regex(MODEL_VERSION),
  kind: z.literal('adapter'),
  /** Whose corrections it learned from. */
  tenant: z.string().regex(TENANT_NAME),
  file: fileName,
  /** Of the file, hex. */
  sha256: hash,
  config: z.object({ file: fileName, sha256: hash }),
});

export type AdapterManifest = z.infer<typeof adapter>;

/** Parses the manifest of an adapter; the error names every fault. */
export const parseAdapterManifest = (json: unknown): AdapterManifest => parsed(adapter, json, 'manifest');
