import { createHash } from 'node:crypto';
import { isNativeError } from 'node:util/types';
import { type AdapterManifest, parseAdapterManifest } from '../../models/adapter-manifest.ts';
import { type Ensemble, parseEnsemble } from '../../models/ensemble.ts';
import {
  type GraphManifest,
  isTaggerManifest,
  MODEL_NAME,
  MODEL_VERSION,
  type ModelManifest,
  type Precision,
  parseManifest,
  parseTaggerManifest,
  type TaggerManifest,
} from '../../models/manifest.ts';
import type { ModelRef, ModelSource } from '../../models/source.ts';
import { type Trees, treesOf } from '../../models/trees.ts';
import { RetriableError } from '../../stage.ts';
import type { SignatureCheck } from './signature.ts';

/** A model that is what its manifest says. */
export interface LoadedModel extends ModelRef {
  readonly ok: true;
  readonly manifest: ModelManifest;
  /** Of the graph; empty where another server has it. */
  readonly bytes: Uint8Array;
  readonly precision: Precision;
  readonly trees?: Trees;
  readonly ensemble?: Ensemble;
}

/** A model, or the reason why it is not loaded. A tagger is sound and scores no events. */
export type ModelFile =
  | LoadedModel
  | (ModelRef & { readonly ok: false; readonly reason: string; readonly isTagger?: true });

/** A tagger that is what its manifest says, or the reason why it is not loaded. */
export type TaggerFile =
  | { readonly ok: true; readonly manifest: TaggerManifest; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: string };

/** Where models come from, who may sign them, and what is wanted of them. */
export interface ModelOrigin {
  readonly source: ModelSource;
  /** Checks the signature of a manifest; throws where it does not hold. Absent: signatures are not asked for. */
  readonly verify?: SignatureCheck;
  /** Taken where the manifest lists it, else fp32. Default fp32. */
  readonly precision?: Precision;
  /** True: graphs are not loaded, another server has them. */
  readonly isRemote?: boolean;
}

const MANIFEST_LIMIT_BYTES = 4_000_000;
const SIGNATURE_LIMIT_BYTES = 1_000;
const MODEL_LIMIT_BYTES = 64_000_000;
const ENSEMBLE_LIMIT_BYTES = 100_000;
const ADAPTER_LIMIT_BYTES = 1_000_000_000;

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

/** Whether it can be the name and version of a model at all. */
export const isModelRef = ({ name, version }: ModelRef): boolean =>
  MODEL_NAME.test(name) && MODEL_VERSION.test(version);

/** Loads one version; a broken one is an answer, not an error. */
export async function loadModel(origin: ModelOrigin, { name, version }: ModelRef): Promise<ModelFile> {
  try {
    if (!isModelRef({ name, version })) throw new Error('is no name of a model');
    const files = filesOf(origin.source, { name, version });
    const read = await manifestOf(files, origin.verify);
    if (isTaggerManifest(read)) return await asTagger({ name, version }, files, read);
    const manifest = parseManifest(read);
    refuseOther(manifest, { name, version });
    return { ok: true, name, version, manifest, ...(await contentOf(files, manifest, origin)) };
  } catch (error) {
    return { ok: false, name, version, reason: isNativeError(error) ? error.message : 'unreadable' };
  }
}

/** Loads one version of a tagger. */
export async function loadTagger({ source, verify }: ModelOrigin, ref: ModelRef): Promise<TaggerFile> {
  try {
    const files = filesOf(source, ref);
    return { ok: true, ...(await taggerOf(ref, files, await manifestOf(files, verify))) };
  } catch (error) {
    return { ok: false, reason: isNativeError(error) ? error.message : 'unreadable' };
  }
}

/** An adapter whose files are what its manifest says; null where it is none, or not sound. */
export async function loadAdapter({ source, verify }: ModelOrigin, ref: ModelRef): Promise<AdapterManifest | null> {
  try {
    const files = filesOf(source, ref);
    const manifest = parseAdapterManifest(await manifestOf(files, verify));
    refuseOther(manifest, ref);
    for (const file of [manifest, manifest.config]) await readSealed(files, file, ADAPTER_LIMIT_BYTES);
    return manifest;
  } catch (error) {
    if (error instanceof RetriableError) throw error;
    return null;
  }
}

async function asTagger(ref: ModelRef, files: Files, read: unknown): Promise<ModelFile> {
  await taggerOf(ref, files, read);
  return { ok: false, ...ref, isTagger: true, reason: 'is a tagger of texts: it scores no events' };
}

async function taggerOf(ref: ModelRef, files: Files, read: unknown) {
  const manifest = parseTaggerManifest(read);
  refuseOther(manifest, ref);
  return { manifest, bytes: await readSealed(files, manifest, MODEL_LIMIT_BYTES) };
}

function refuseOther(manifest: ModelRef, { name, version }: ModelRef): void {
  if (manifest.name !== name || manifest.version !== version) throw new Error('manifest: names another model');
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

async function manifestOf(files: Files, verify: SignatureCheck | undefined): Promise<unknown> {
  const bytes = await files.read('manifest.json', MANIFEST_LIMIT_BYTES);
  verify?.(bytes, await files.readIfThere('manifest.sig', SIGNATURE_LIMIT_BYTES));
  return json(bytes, 'manifest.json');
}

async function contentOf(files: Files, manifest: ModelManifest, origin: ModelOrigin): Promise<Content> {
  if (manifest.kind === 'ensemble') {
    const bytes = await readSealed(files, manifest, ENSEMBLE_LIMIT_BYTES);
    return { bytes, precision: 'fp32', ensemble: parseEnsemble(json(bytes, manifest.file)) };
  }
  const { precision, ...graph } = graphOf(manifest, origin.precision);
  const bytes = origin.isRemote ? new Uint8Array(0) : await readSealed(files, graph, MODEL_LIMIT_BYTES);
  if (manifest.kind !== 'trees') return { bytes, precision };
  const { trees } = manifest;
  const read = treesOf(manifest, json(await readSealed(files, trees, MODEL_LIMIT_BYTES), trees.file));
  return { bytes, precision, trees: read };
}

type Content = Pick<LoadedModel, 'bytes' | 'precision' | 'trees' | 'ensemble'>;

/** The file in the precision that is wanted, where there is one. */
function graphOf(manifest: GraphManifest, wanted: Precision = 'fp32'): Sealed & { readonly precision: Precision } {
  const variant = manifest.variants.find(({ precision }) => precision === wanted);
  return variant ?? { file: manifest.file, sha256: manifest.sha256, precision: 'fp32' };
}

interface Sealed {
  readonly file: string;
  readonly sha256: string;
}

/** The bytes of a file that are what the manifest has sealed. */
async function readSealed(files: Files, { file, sha256 }: Sealed, limitBytes: number): Promise<Uint8Array> {
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
