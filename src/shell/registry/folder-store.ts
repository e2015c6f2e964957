import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ModelStoreRefusal, type ObjectStore, type StoredObject, tooLarge } from './object-store.ts';

const LOCK_WAIT_MS = 2_000;
const LOOK_EVERY_MS = 20;

/** Files in a folder of this machine. A change is made behind a lock file, and seen whole or not at all. */
export function folderStore(folder: string): ObjectStore {
  return {
    folders: (path) => foldersIn(join(folder, path)),
    read: (path, limitBytes) => readObject(join(folder, path), path, limitBytes),
    async replace(path, bytes, revision) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      return locked(`${target}.lock`, async () => {
        const before = await readObject(target, path, Number.POSITIVE_INFINITY);
        if ((before?.revision ?? null) !== revision) return false;
        await writeFile(`${target}.new`, bytes);
        await rename(`${target}.new`, target);
        return true;
      });
    },
  };
}

async function foldersIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

async function readObject(path: string, name: string, limitBytes: number): Promise<StoredObject | null> {
  try {
    await using handle = await open(path);
    const { size } = await handle.stat();
    if (size > limitBytes) throw tooLarge(name, size, limitBytes);
    const bytes = await handle.readFile();
    return { bytes, revision: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** A lock that a killed process left behind is not broken: two that break it at once would both believe to hold it. */
async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + LOCK_WAIT_MS;
  while (!(await taken(path))) {
    if (performance.now() > deadline)
      throw new ModelStoreRefusal(
        `${path} is held: try again, or take the file away where no vedette command is at work`,
      );
    await sleep(LOOK_EVERY_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function taken(path: string): Promise<boolean> {
  try {
    await using _ = await open(path, 'wx');
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;
