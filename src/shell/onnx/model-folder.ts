import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelRef, ModelSource } from '../../models/source.ts';

/** Models in a folder, as `<name>/<version>/<file>`. */
export function modelFolder(folder: string): ModelSource {
  return {
    async list() {
      const found: ModelRef[] = [];
      for (const name of await foldersIn(folder))
        for (const version of await foldersIn(join(folder, name))) found.push({ name, version });
      return found;
    },
    read: ({ name, version }, file, limitBytes) => readBounded(join(folder, name, version, file), file, limitBytes),
  };
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

async function readBounded(path: string, file: string, limitBytes: number): Promise<Uint8Array | null> {
  try {
    await using handle = await open(path);
    const { size } = await handle.stat();
    if (size > limitBytes) throw new Error(`${file}: ${size} bytes, more than ${limitBytes}`);
    return await handle.readFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
