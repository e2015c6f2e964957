import { z } from 'zod';
import { MODEL_VERSION } from './manifest.ts';
import type { ModelSource } from './source.ts';

const version = z.string().regex(MODEL_VERSION).or(z.literal(''));

const aliasSchema = z
  .object({
    active: version,
    /** Active before; empty where there was none. */
    previous: version,
    by: z.string().max(200),
    /** Epoch ms. */
    time: z.number().int().min(0),
    reason: z.string().max(500),
  })
  .strict();

/** Which version of a model the registry calls active. The chain goes by models.promoted.v1; this is what tools look at, and what lets two people who promote at once see each other. */
export type Alias = Readonly<z.infer<typeof aliasSchema>>;

/** Whose alias: of a model for all, or for one tenant. */
export interface AliasKey {
  readonly name: string;
  /** Empty: for all. */
  readonly tenant: string;
}

/** An alias as it was read. */
export interface KeptAlias {
  readonly alias: Alias;
  /** Changes with every change of the alias. */
  readonly revision: string;
}

export interface AliasStore {
  /** Null where there is none. */
  readAlias(key: AliasKey): Promise<KeptAlias | null>;
  /** Writes unless somebody else has meanwhile: `revision` is that of the alias that was read, null where there was none. Answers whether it was written. */
  writeAlias(key: AliasKey, alias: Alias, revision: string | null): Promise<boolean>;
}

/** Published models and which of them are active. */
export type ModelRegistry = ModelSource & AliasStore;

/** Reads an alias; null where it is none. */
export function parseAlias(bytes: Uint8Array): Alias | null {
  try {
    return aliasSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}
