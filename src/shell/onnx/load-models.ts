import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { type ModelManifest, parseManifest } from '../../models/manifest.ts';

/** A model of the folder: with its bytes when they are what the manifest says, else with the reason why not. */
export type ModelFile =
  | {
      readonly ok: true;
      readonly name: string;
      readonly version: string;
      readonly manifest: ModelManifest;
      readonly bytes: Uint8Array;
    }
  | { readonly ok: false; readonly name: string; readonly version: string; readonly reason: string };

const MANIFEST_LIMIT_BYTES = 4_000_000;
const MODEL_LIMIT_BYTES = 64_000_000;

/** Reads every `<name>/<version>/` of a folder of models, sorted; a broken one is an answer, not an error. */
export async function loadModels(folder: string): Promise<readonly ModelFile[]> {
  const found: ModelFile[] = [];
  for (const name of await foldersIn(folder)) {
    for (const version of await foldersIn(join(folder, name))) found.push(await load(folder, name, version));
  }
  return found;
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

async function load(folder: string, name: string, version: string): Promise<ModelFile> {
  try {
    const place = join(folder, name, version);
    const text = await readBounded(join(place, 'manifest.json'), MANIFEST_LIMIT_BYTES);
    const manifest = parseManifest(JSON.parse(text.toString('utf8')));
    if (manifest.name !== name || manifest.version !== version) throw new Error('manifest: names another model');
    const bytes = await readBounded(join(place, 'model.onnx'), MODEL_LIMIT_BYTES);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 !== manifest.sha256) throw new Error('model.onnx: sha256 differs from the manifest');
    return { ok: true, name, version, manifest, bytes };
  } catch (error) {
    return { ok: false, name, version, reason: isNativeError(error) ? error.message : 'unreadable' };
  }
}

async function readBounded(path: string, limitBytes: number): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > limitBytes) throw new Error(`${size} bytes, more than ${limitBytes}`);
  return readFile(path);
}
