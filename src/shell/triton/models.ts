import { countRows, emptyRows, sliceRows } from '../../models/rows.ts';
import type { ModelAnswer, ModelFailure, ModelPort, ModelRows } from '../../stages/inference/ports.ts';
import { batchers } from '../models/batchers.ts';
import { type GraphModel, keyOf, type Opened, RUN_ROWS, type Runtime } from '../models/runtime.ts';
import { type ServeOptions, serveModels } from '../models/serve.ts';
import { circuit } from './circuit.ts';
import { HEADER_LENGTH, inferRequest, metadataFault, scoresIn, serverName, takesBytes } from './protocol.ts';
import { askServer, type ServerConfig } from './server.ts';

export interface ServerOptions extends Omit<ServeOptions, 'isRemote'> {
  readonly server: ServerConfig;
  /** How long a few rows wait for others to fill a run of 64. Default 2. */
  readonly lingerMs?: number;
}

/** Models that a server of the Open Inference Protocol v2 runs, such as Triton. Their manifests come from the source. */
export const openServerModels = ({ server, lingerMs = 2, ...options }: ServerOptions): Promise<ModelPort> =>
  serveModels(remote(server, lingerMs), { ...options, isRemote: true });

const TRIES = 2;
const NO_BYTES: Opened = {
  ok: false,
  reason: 'the model server lacks the extension binary_tensor_data',
  mayPass: true,
};
const SILENT: Opened = { ok: false, reason: 'the model server does not answer', mayPass: true };

function remote(server: ServerConfig, lingerMs: number): Runtime {
  const guard = circuit();
  const rowsOnTheWay = batchers({
    lingerMs,
    run: (model, rows, ms) => inferAll(model, rows, performance.now() + ms, infer),
  });
  let isOpen = true;

  async function look(path: string): Promise<unknown> {
    const { status, body } = await askServer(server, path, { withinMs: server.attemptMs });
    return status === 200 ? JSON.parse(new TextDecoder().decode(body)) : null;
  }

  async function opened(model: GraphModel): Promise<Opened> {
    try {
      const said = await look(`/v2/models/${serverName(model)}`);
      if (said === null)
        return { ok: false, reason: `the server has no ${serverName(model)} that is ready`, mayPass: true };
      const fault = metadataFault(model.manifest, said);
      return fault === null
        ? { ok: true, provider: 'server', passedOver: [] }
        : { ok: false, reason: fault, mayPass: true };
    } catch {
      return SILENT;
    }
  }

  /** Whether the server may be asked for scores now. */
  async function isThere(): Promise<boolean> {
    const state = guard.state(performance.now());
    if (state !== 'probe') return state === 'closed';
    const ready = askServer(server, '/v2/health/ready', { withinMs: server.attemptMs });
    const isBack = await ready.then(
      ({ status }) => status === 200,
      () => false,
    );
    if (isBack) guard.succeeded();
    return isBack;
  }

  /** Scores of up to 64 rows, padded; asks twice. */
  async function infer(model: GraphModel, rows: ModelRows, count: number, until: number): Promise<ModelAnswer> {
    const request = inferRequest(model.manifest, padded(model, rows, count), RUN_ROWS);
    let reason: ModelFailure = 'run_failed';
    for (let turn = 0; turn < TRIES; turn++) {
      const leftMs = until - performance.now();
      if (!isOpen) return failed('closed');
      if (leftMs <= 0) return failed('deadline_passed');
      if (!(await isThere())) return failed(reason);
      try {
        const withinMs = Math.min(leftMs, server.attemptMs);
        const answer = await askServer(server, `/v2/models/${serverName(model)}/infer`, { ...request, withinMs });
        if (answer.status !== 200) throw new Error(`answers ${answer.status}`);
        const scores = scoresIn(answer.body, answer.headers.get(HEADER_LENGTH), model.manifest.output, RUN_ROWS);
        guard.succeeded();
        return { ok: true, raw: scores.subarray(0, count) };
      } catch (error) {
        guard.failed(performance.now());
        reason = (error as Error).name === 'TimeoutError' ? 'deadline_passed' : 'run_failed';
      }
    }
    return failed(reason);
  }

  return {
    async use(models) {
      const about = await look('/v2').catch(() => null);
      if (about !== null && !takesBytes(about)) return new Map(models.map((model) => [keyOf(model), NO_BYTES]));
      rowsOnTheWay.keep(models);
      const answers = await Promise.all(models.map(async (model) => [keyOf(model), await opened(model)] as const));
      return new Map(answers);
    },
    score: rowsOnTheWay.score,
    async close() {
      isOpen = false;
    },
  };
}

type Infer = (model: GraphModel, rows: ModelRows, count: number, until: number) => Promise<ModelAnswer>;

/** Scores of any number of rows, in requests of 64 side by side. */
async function inferAll(model: GraphModel, rows: ModelRows, until: number, infer: Infer): Promise<ModelAnswer> {
  const { inputs } = model.manifest;
  const total = countRows(inputs, rows) ?? 0;
  const starts = Array.from({ length: Math.ceil(total / RUN_ROWS) }, (_, i) => i * RUN_ROWS);
  const answers = await Promise.all(
    starts.map((from) => {
      const count = Math.min(RUN_ROWS, total - from);
      return infer(model, sliceRows(inputs, rows, from, from + count), count, until);
    }),
  );
  const raw = new Float32Array(total);
  for (const [i, answer] of answers.entries()) {
    if (!answer.ok) return answer;
    raw.set(answer.raw, i * RUN_ROWS);
  }
  return { ok: true, raw };
}

/** The rows and zeros after them, as many as one run has. */
function padded({ manifest: { inputs } }: GraphModel, rows: ModelRows, count: number): ModelRows {
  if (count === RUN_ROWS) return rows;
  return inputs.map((input, i) => {
    const all = emptyRows(input, RUN_ROWS);
    all.set(rows[i] ?? []);
    return all;
  });
}

const failed = (reason: ModelFailure): ModelAnswer => ({ ok: false, reason });
