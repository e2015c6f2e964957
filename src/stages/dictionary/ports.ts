import type { DictionaryEntry } from '../../detectors/dictionary/entry.ts';

export type { DictionaryEntry };

/** An entry as the store keeps it. */
export interface KeptEntry extends DictionaryEntry {
  /** Version of its tenant's dictionary that it came with: the order in which entries count. */
  readonly since: number;
  /** Taken back by an order; it stays, so that the same feedback does not bring it back. */
  readonly isUndone: boolean;
}

/** All entries of a tenant, in the order in which they came. */
export interface TenantDictionary {
  /** Raised by each change; 0 where there never was one. */
  readonly version: number;
  readonly entries: readonly KeptEntry[];
}

/** Where the stage writes entries. */
export interface DictionaryWriter {
  /**
   * Adds entries of a tenant in order and tells every reader. An id that the tenant's dictionary holds, undone or not, is
   * left as it is. False for each that has no room beside `most` others. Throws RetriableError while the store is away.
   */
  add(tenant: string, entries: readonly DictionaryEntry[], most: number): Promise<readonly boolean[]>;
  close(): Promise<void>;
}

/** The dictionaries of all tenants, of which no one sees another's. */
export interface DictionaryStore extends DictionaryWriter {
  /** How many changes there were, of all tenants. */
  version(): Promise<number>;
  /** The version of each tenant's dictionary. */
  versions(): Promise<ReadonlyMap<string, number>>;
  read(tenant: string): Promise<TenantDictionary>;
  /** Takes an entry back and tells every reader. */
  undo(tenant: string, id: string): Promise<'undone' | 'was_undone' | 'unknown'>;
  /** Calls back when something may have changed. A hint can be lost: who needs it asks for the version now and then. */
  onHint(heard: () => void): void;
}

/** Undone entries that are kept of a tenant; the oldest make room. */
export const MOST_UNDONE = 1_000;
/** Tenants that have a dictionary at all. */
export const MOST_TENANTS = 10_000;
