import { parentPort, workerData } from 'node:worker_threads';
import { LEAVE, type Run, type Said, type WorkerStart } from './messages.ts';
import { openSession, type Session } from './session.ts';

const say = (message: Said, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

const { models, providers } = workerData as WorkerStart;
const sessions = new Map<string, Session>();
for (const model of models) sessions.set(model.key, await openSession(model, providers));

// One run at a time: the pool sends the next when this one is answered
parentPort?.on('message', async (message: Run | typeof LEAVE) => {
  if (message === LEAVE) return parentPort?.close();
  const { id, model, rows } = message;
  try {
    const session = sessions.get(model);
    if (!session?.ok) throw new Error('not open');
    const raw = await session.score(rows);
    say({ kind: 'ran', id, raw }, [raw.buffer]);
  } catch {
    say({ kind: 'failed', id });
  }
});

say({
  kind: 'ready',
  opened: [...sessions.values()].map((session) => {
    if (!session.ok) return session;
    const { ok, provider, passedOver } = session;
    return { ok, provider, passedOver };
  }),
});
