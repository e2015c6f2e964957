import { createHash } from 'node:crypto';
import { isNativeError } from 'node:util/types';
import { type Ensemble, parseEnsemble } from '../../models/ensemble.ts';
import { MODEL_NAME, MODEL_VERSION, type ModelManifest, parseManifest } from '../../models/manifest.ts';
import type { ModelRef, ModelSource } from '../../models/source.ts';
import { type Trees, treesOf } from '../../models/trees.ts';

/** A model with its bytes, which are what the manifest says. */
export interface LoadedModel extends ModelRef {
  readonly ok: true;
  readonly manifest: ModelManifest;
  readonly bytes: Uint8Array;
  readonly trees?: Trees;
  readonly ensemble?: Ensemble;
}

/** A model, or the reason why it is not loaded. */
export type ModelFile = LoadedModel | (ModelRef & { readonly ok: false; readonly reason: string });

/** Where models come from, and who may sign them. */
export interface ModelOrigin {
  readonly source: ModelSource;
  /** Checks the signature of a manifest; throws where it does not hold. Absent: signatures are not asked for. */
  readonly verify?: (manifest: Uint8Array, signature: Uint8Array | null) => void;
}

const MANIFEST_LIMIT_BYTES = 4_000_000;
const SIGNATURE_LIMIT_BYTES = 1_000;
const MODEL_LIMIT_BYTES = 64_000_000;
const ENSEMBLE_LIMIT_BYTES = 100_000;

/** Loads every version that the source has, sorted; a broken one is an answer, not an error. */
export async function loadModels(origin: ModelOrigin): Promise<readonly ModelFile[]> {
  const refs = await origin.source.list();
  const found: ModelFile[] = [];
  for (const ref of refs.toSorted(byPlace)) found.push(await loadModel(origin, ref));
  return found;
}

const byPlace = (a: ModelRef, b: ModelRef): number =>
  a.name === b.name ? order(a.version, b.version) : order(a.name, b.name);
const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Loads one version; a broken one is an answer, not an error. */
export async function loadModel(origin: ModelOrigin, { name, version }: ModelRef): Promise<ModelFile> {
  try {
    if (!MODEL_NAME.test(name) || !MODEL_VERSION.test(version)) throw new Error('is no name of a model');
    const files = filesOf(origin.source, { name, version });
    const manifest = await manifestOf(files, origin.verify);
    if (manifest.name !== name || manifest.version !== version) throw new Error('manifest: names another model');
    return { ok: true, name, version, manifest, ...(await contentOf(files, manifest)) };
  } catch (error) {
    return { ok: false, name, version, reason: isNativeError(error) ? error.message : 'unreadable' };
  }
}

interface Files {
  read(file: string, limitBytes: number): Promise<Uint8Array>;
  readIfThere(file: string, limitBytes: number): Promise<Uint8Array | null>;
}

function filesOf(source: ModelSource, ref: ModelRef): Files {
  const readIfThere: Files['read'] | Files['readIfThere'] = (file, limitBytes) => source.read(ref, file, limitBytes);
  return {
    readIfThere,
    async read(file, limitBytes) {
      const bytes = await readIfThere(file, limitBytes);
      if (bytes === null) throw new Error(`${file}: there is no such file`);
      return bytes;
    },
  };
}

async function manifestOf(files: Files, verify: ModelOrigin['verify']): Promise<ModelManifest> {
  const bytes = await files.read('manifest.json', MANIFEST_LIMIT_BYTES);
  verify?.(bytes, await files.readIfThere('manifest.sig', SIGNATURE_LIMIT_BYTES));
  return parseManifest(json(bytes, 'manifest.json'));
}

async function contentOf(
  files: Files,
  manifest: ModelManifest,
): Promise<Pick<LoadedModel, 'bytes' | 'trees' | 'ensemble'>> {
  const limitBytes = manifest.kind === 'ensemble' ? ENSEMBLE_LIMIT_BYTES : MODEL_LIMIT_BYTES;
  const bytes = await readSealed(files, manifest, limitBytes);
  if (manifest.kind === 'ensemble') return { bytes, ensemble: parseEnsemble(json(bytes, manifest.file)) };
  if (manifest.kind !== 'trees') return { bytes };
  const { trees } = manifest;
  return { bytes, trees: treesOf(manifest, json(await readSealed(files, trees, MODEL_LIMIT_BYTES), trees.file)) };
}

/** The bytes of a file that are what the manifest has sealed. */
async function readSealed(
  files: Files,
  { file, sha256 }: { readonly file: string; readonly sha256: string },
  limitBytes: number,
): Promise<Uint8Array> {
  const bytes = await files.read(file, limitBytes);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new Error(`${file}: sha256 differs from the manifest`);
  return bytes;
}

function json(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // the parser's words quote what stands there
    throw new Error(`${file}: is no JSON`);
  }
}
