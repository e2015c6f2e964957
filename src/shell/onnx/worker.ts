import { parentPort, workerData } from 'node:worker_threads';
import { LEAVE, type Raw, type Run, type Runs, type Said, type WorkerStart } from './messages.ts';
import { openSession, type Session } from './session.ts';

const say = (message: Said, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

const { models, providers } = workerData as WorkerStart;
const sessions = new Map<string, Session>();
for (const model of models) sessions.set(model.key, await openSession(model, providers));

// One message at a time: the pool sends the next when this one is answered
parentPort?.on('message', async (message: Runs | typeof LEAVE) => {
  if (message === LEAVE) return parentPort?.close();
  const raws: Raw[] = [];
  for (const run of message) raws.push(await ran(run));
  say(
    { kind: 'ran', raws },
    raws.flatMap((raw) => raw?.buffer ?? []),
  );
});

async function ran({ model, rows }: Run): Promise<Raw> {
  try {
    const session = sessions.get(model);
    return session?.ok ? await session.score(rows) : null;
  } catch {
    return null;
  }
}

say({
  kind: 'ready',
  opened: [...sessions.values()].map((session) => {
    if (!session.ok) return session;
    const { ok, provider, passedOver } = session;
    return { ok, provider, passedOver };
  }),
});
