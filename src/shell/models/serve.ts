import { countRows } from '../../models/rows.ts';
import type { Logger } from '../../ports.ts';
import type { ModelAnswer, ModelPort, ModelRef } from '../../stages/inference/ports.ts';
import { isModelRef, type LoadedModel, loadModel, type ModelFile, type ModelOrigin } from './load-models.ts';
import { newestModels } from './newest.ts';
import { isGraph, keyOf, type Opened, type Runtime } from './runtime.ts';
import { modelShelf, type Refusal } from './shelf.ts';

export interface ServeOptions extends ModelOrigin {
  readonly logger: Logger;
  /** Of the rows to come: a model of another is told when it opens. Default: any. */
  readonly featureHash?: string;
  /** Models that are open at most. Default 16. */
  readonly mostOpen?: number;
  /** A model that nobody has asked for so long makes room for another; one that was prepared last never does. Default a minute. */
  readonly idleMs?: number;
}

/** Serves the models of a source on a runtime: the newest at once, others when they are asked for. What does not open is described with its reason. */
export async function serveModels(runtime: Runtime, options: ServeOptions): Promise<ModelPort> {
  const { logger } = options;
  const shelf = modelShelf(options);
  let isOpen = true;
  let wanted: readonly ModelRef[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  /** Puts them on the shelf as far as there is room and they open. */
  async function open(files: readonly ModelFile[]): Promise<void> {
    for (const file of files) if (!file.ok) refuse(file, { reason: file.reason, mayPass: true });
    const good = files.filter((file) => file.ok);
    const fitting = good.slice(0, shelf.makeRoom(good, wanted));
    for (const file of good.slice(fitting.length))
      refuse(file, { reason: 'as many models are open as may be, all at work', mayPass: true });
    const graphs = fitting.filter(isGraph);
    const opened = graphs.length === 0 ? null : await runtime.use([...shelf.graphs(), ...graphs]);
    for (const file of fitting) {
      const how = isGraph(file) ? (opened?.get(keyOf(file)) ?? NOT_OPENED) : READ_ALONE;
      if (!how.ok) refuse(file, { reason: how.reason, mayPass: how.mayPass === true });
      else {
        shelf.put(file, how.provider);
        tell(file, how);
      }
    }
  }

  function tell(file: LoadedModel, { provider, passedOver }: Runs): void {
    const { name: model, version, precision } = file;
    logger.info({ model, version, precision, provider, passedOver }, 'a model is open');
    const { featureHash } = file.manifest;
    if (featureHash !== (options.featureHash ?? featureHash))
      logger.warn(
        { model, version, featureHash, ours: options.featureHash },
        'a model was trained on another feature set than this release writes: it scores none of its rows',
      );
    const { precision: wanted = 'fp32' } = options;
    if (isGraph(file) && precision !== wanted)
      logger.warn(
        { model, version, wanted },
        'a model has no variant of the precision that is wanted: it runs in fp32',
      );
  }

  function refuse({ name, version }: ModelRef, why: Refusal): void {
    const isNews = shelf.refuse({ name, version }, why);
    const facts = { model: name, version, reason: why.reason };
    if (isNews) logger.error(facts, 'a model is not open: what asks for it is degraded');
  }

  async function bring(refs: readonly ModelRef[]): Promise<void> {
    if (!isOpen) return;
    const missing = shelf.missing(refs);
    if (missing.length > 0) await open(await Promise.all(missing.map((ref) => loadModel(options, ref))));
  }

  await open(await newestModels(options));
  // one after the other: two that bring the same one would open it twice
  const brought = (refs: readonly ModelRef[]): Promise<unknown> => {
    turn = turn.then(() => bring(refs));
    return turn;
  };
  // a version may yet be published, or a server come back
  const again = setInterval(() => {
    const worth = shelf.worthTrying();
    if (worth.length > 0) void brought(worth);
  }, AGAIN_EVERY_MS).unref();
  return {
    describe: () => shelf.states(),
    async prepare(refs) {
      wanted = refs.filter(isModelRef);
      // what is open waits for no other that is being opened
      if (shelf.missing(wanted).length > 0) await brought(wanted);
    },
    async score(ref, rows, deadlineMs) {
      if (!isOpen) return failed('closed');
      const model = shelf.take(ref);
      if (model === null) return failed('unknown_model');
      const count = countRows(model.manifest.inputs, rows);
      if (count === null) return failed('malformed_rows');
      return count === 0 ? { ok: true, raw: new Float32Array(0) } : runtime.score(model, rows, count, deadlineMs);
    },
    async close() {
      isOpen = false;
      clearInterval(again);
      await runtime.close();
    },
  };
}

const AGAIN_EVERY_MS = 5_000;

const NOT_OPENED: Opened = { ok: false, reason: 'nothing came up that could run it', mayPass: true };
type Runs = Extract<Opened, { ok: true }>;
const READ_ALONE: Runs = { ok: true, provider: '', passedOver: [] };

const failed = (reason: Extract<ModelAnswer, { ok: false }>['reason']): ModelAnswer => ({ ok: false, reason });
