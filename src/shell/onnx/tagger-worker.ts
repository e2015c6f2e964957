import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { LEAVE, type Raw, type Run, type Runs, type Said, type WorkerModel, type WorkerStart } from './messages.ts';
import { firstLine, SINGLE } from './session.ts';

const say = (message: Said, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

const { models } = workerData as WorkerStart;
const [model] = models as readonly [WorkerModel];
const opened = await openedSession().catch(firstLine);

parentPort?.on('message', async (message: Runs | typeof LEAVE) => {
  if (message === LEAVE) return parentPort?.close();
  const raws: Raw[] = [];
  for (const run of message) raws.push(await ran(run));
  say(
    { kind: 'ran', raws },
    raws.flatMap((raw) => raw?.buffer ?? []),
  );
});

async function openedSession(): Promise<InferenceSession> {
  const session = await InferenceSession.create(model.bytes, { ...SINGLE, executionProviders: ['cpu'] });
  // Shows whether the graph takes and gives what it should
  await oddsOf(session, new Int32Array(model.inputs[0]?.width ?? 1).fill(1));
  return session;
}

/** The windows of a run, each by itself, so that none has neighbours; what is said of them stands one behind the other. */
async function ran({ rows }: Run): Promise<Raw> {
  if (typeof opened === 'string') return null;
  try {
    const said: Float32Array[] = [];
    for (const ids of rows) said.push(await oddsOf(opened, ids as Int32Array));
    const raw = new Float32Array(said.reduce((sum, odds) => sum + odds.length, 0));
    let at = 0;
    for (const odds of said) {
      raw.set(odds, at);
      at += odds.length;
    }
    return raw;
  } catch {
    return null;
  }
}

async function oddsOf(session: InferenceSession, ids: Int32Array): Promise<Float32Array> {
  const [input] = model.inputs;
  const feeds = { [input?.name ?? '']: new Tensor('int32', ids, [1, ids.length]) };
  const { data } = (await session.run(feeds, [model.output]))[model.output] as Tensor;
  if (data instanceof Float32Array) return data;
  throw new Error('the output is not float32');
}

say({
  kind: 'ready',
  opened: [
    typeof opened === 'string'
      ? { ok: false, reason: `does not open: ${opened}` }
      : { ok: true, provider: 'cpu', passedOver: [] },
  ],
});
