import type { ScrubbedFeedback } from '../domain/contracts.gen.ts';
import { folderStore } from '../shell/registry/folder-store.ts';
import type { ObjectStore } from '../shell/registry/object-store.ts';
import { S3_PLACE, type S3Login } from '../shell/registry/open-registry.ts';
import { s3Store } from '../shell/registry/s3-store.ts';
import { RetriableError } from '../stage.ts';

/** Where datasets lie, and what trainers leave beside them. A file that is there is never written over with other bytes. */
export interface TrainingStore {
  /** Null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Leaves a file that is there as it is. */
  create(path: string, bytes: Uint8Array): Promise<void>;
  /** Names of the folders in a folder. */
  folders(path: string): Promise<readonly string[]>;
  /** Empties a file, whatever is in it. */
  empty(path: string): Promise<void>;
  /** Verdicts of the tenant whose alerts were not known yet. */
  waiting(tenant: string): Promise<readonly ScrubbedFeedback[]>;
  keepWaiting(tenant: string, verdicts: readonly ScrubbedFeedback[]): Promise<void>;
}

const MOST_BYTES = 1_000_000_000;
const WAITING = 'waiting.json';

/** The store at a place: `s3://bucket/prefix`, else a folder. A full disk and a server that is away throw RetriableError. */
export function openTrainingStore(place: string, login: S3Login): TrainingStore {
  const [, bucket, prefix = ''] = S3_PLACE.exec(place) ?? [];
  return trainingStore(bucket ? s3Store({ ...login, bucket, prefix }) : folderStore(place));
}

export function trainingStore(objects: ObjectStore): TrainingStore {
  const read = async (path: string) => (await passing(objects.read(path, MOST_BYTES)))?.bytes ?? null;

  async function write(path: string, bytes: Uint8Array): Promise<void> {
    const before = await passing(objects.read(path, MOST_BYTES));
    if (!(await passing(objects.replace(path, bytes, before?.revision ?? null))))
      throw new RetriableError(`${path}: somebody else writes it at this moment`);
  }

  return {
    read,
    // false: it is there
    create: async (path, bytes) => void (await passing(objects.replace(path, bytes, null))),
    folders: (path) => objects.folders(path).catch(() => []),
    empty: async (path) => {
      if ((await read(path))?.length) await write(path, new Uint8Array(0));
    },
    async waiting(tenant) {
      const bytes = await read(`${tenant}/${WAITING}`);
      return bytes === null || bytes.length === 0 ? [] : JSON.parse(Buffer.from(bytes).toString());
    },
    keepWaiting: (tenant, verdicts) => write(`${tenant}/${WAITING}`, Buffer.from(JSON.stringify(verdicts))),
  };
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES']);

/** What an operator can mend is no fault of the dataset. */
async function passing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (FULL.has(code)) throw new RetriableError(`the training store cannot be written: ${code}`);
    throw cause;
  }
}
