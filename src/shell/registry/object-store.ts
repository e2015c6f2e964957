/** Files by path, as a folder or a bucket keeps them. Paths are made of `/` and of names that are checked before. */
export interface ObjectStore {
  /** Names of the folders in a folder, in no order; the empty path is the top. */
  folders(path: string): Promise<readonly string[]>;
  /** Null where there is no such file. Throws when it is larger than the limit. */
  read(path: string, limitBytes: number): Promise<StoredObject | null>;
  /** Writes the whole file where its revision still is that one, or where there is none yet (null). */
  replace(path: string, bytes: Uint8Array, revision: string | null): Promise<boolean>;
}

export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly revision: string;
}

/** The store does not do what it is asked, and will not for waiting. */
export class ModelStoreRefusal extends Error {
  override readonly name = 'ModelStoreRefusal';
}

export const tooLarge = (path: string, bytes: number, limitBytes: number): ModelStoreRefusal =>
  new ModelStoreRefusal(`${path}: ${bytes} bytes, more than ${limitBytes}`);
