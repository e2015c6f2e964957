import type { TaggerManifest } from '../../models/manifest.ts';
import type { ModelRef, ModelSource } from '../../models/source.ts';
import {
  areWindows,
  oddsOfWindows,
  type TaggerAnswer,
  type TaggerPort,
  taggerFault,
  tagsOf,
} from '../../models/tagger.ts';
import { compareVersions } from '../../models/versions.ts';
import { isModelRef, loadTagger } from '../models/load-models.ts';
import type { SignatureCheck } from '../models/signature.ts';
import type { WorkerModel } from './messages.ts';
import { workerPool } from './worker-pool.ts';

export interface TaggerOptions {
  readonly source: ModelSource;
  /** Name of the model. Default: the shipped one. */
  readonly name?: string;
  /** Checks the signature of the manifest. Absent: signatures are not asked for. */
  readonly verify?: SignatureCheck;
  /** Threads that tag. Default 1. */
  readonly workers?: number;
  /** A thread that has not answered so long hangs and is replaced. Default 10,000. */
  readonly attemptMs?: number;
}

export const SHIPPED_TAGGER = 'vedette-tagger';
/** Windows of one run: a long text is no single one, so that a deadline can pass between. */
const RUN_WINDOWS = 32;

// Sources run as .ts, the build as .js; a URL in a string is not rewritten by the compiler
const SCRIPT = new URL(import.meta.url.endsWith('.ts') ? './tagger-worker.ts' : './tagger-worker.js', import.meta.url);

/**
 * Opens the newest version of a tagger in threads of its own; null where the source has none. Throws, with the reason,
 * where it cannot serve.
 */
export async function openTagger(options: TaggerOptions): Promise<TaggerPort | null> {
  const sound = await soundTagger(options);
  return sound === null ? null : serve(sound, options);
}

async function serve({ manifest, model }: SoundTagger, { workers = 1, attemptMs = 10_000 }: TaggerOptions) {
  const pool = workerPool({ workers, attemptMs, providers: ['cpu'], script: SCRIPT });
  const opened = (await pool.use([model])).get(model.key);
  if (!opened?.ok) {
    await pool.close();
    throw new Error(`${model.key} ${opened?.reason ?? 'does not open: no thread came up'}`);
  }
  const tags = tagsOf(manifest);

  async function tagged(windows: readonly Int32Array<ArrayBuffer>[], deadlineMs: number): Promise<TaggerAnswer> {
    const answer = await pool.run(model.key, windows, deadlineMs);
    if (!answer.ok) return { ok: false, reason: answer.reason as Extract<TaggerAnswer, { ok: false }>['reason'] };
    const odds = oddsOfWindows(answer.raw, windows, tags.types.length);
    return odds === null ? { ok: false, reason: 'run_failed' } : { ok: true, odds };
  }

  const port: TaggerPort = {
    tags,
    async tag(windows, deadlineMs) {
      if (!areWindows(windows)) return { ok: false, reason: 'malformed_windows' };
      const runs = Array.from({ length: Math.ceil(windows.length / RUN_WINDOWS) }, (_, at) =>
        tagged(windows.slice(at * RUN_WINDOWS, (at + 1) * RUN_WINDOWS), deadlineMs),
      );
      const odds: Float32Array[] = [];
      for (const answer of await Promise.all(runs)) {
        if (!answer.ok) return answer;
        odds.push(...answer.odds);
      }
      return { ok: true, odds };
    },
    close: () => pool.close(),
  };
  return port;
}

interface SoundTagger {
  readonly manifest: TaggerManifest;
  readonly model: WorkerModel;
}

async function soundTagger({ source, verify, name = SHIPPED_TAGGER }: TaggerOptions): Promise<SoundTagger | null> {
  const ref = await newest(source, name);
  if (ref === undefined) return null;
  const key = `${name}/${ref.version}`;
  const file = await loadTagger({ source, ...(verify && { verify }) }, ref);
  const fault = file.ok ? taggerFault(file.manifest) : file.reason;
  if (!file.ok || fault !== undefined) throw new Error(`${key}: ${fault}`);
  return { manifest: file.manifest, model: workerModel(key, file.manifest, file.bytes) };
}

async function newest(source: ModelSource, name: string): Promise<ModelRef | undefined> {
  const refs = (await source.list()).filter((ref) => ref.name === name && isModelRef(ref));
  return refs.toSorted((a, b) => compareVersions(b.version, a.version))[0];
}

const workerModel = (key: string, manifest: TaggerManifest, bytes: Uint8Array): WorkerModel => ({
  ...{ key, bytes, output: manifest.output },
  inputs: [{ name: manifest.input, of: 'tokens', width: manifest.idsPerToken }],
});
