import type { Producer, Send } from '../../ports.ts';
import { takeChunk } from './chunks.ts';

interface Waiting {
  readonly records: readonly Send[];
  /** Requests that still carry records of this call. */
  unsent: number;
  resolve(): void;
  reject(cause: unknown): void;
}

/**
 * Puts what one wake-up of the event loop asks for into as few requests as the limits allow, and keeps one request
 * in flight, so that records of a partition keep their order. `produce` answers when all records of its request are
 * stored, or throws when it has given up; a call whose records share a request with others shares its fate.
 */
export function batchingProducer(
  produce: (records: readonly Send[]) => Promise<void>,
  close: () => Promise<void>,
): Producer {
  let waiting: Waiting[] = [];
  let sending: Promise<void> | null = null;
  let closed = false;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const calls = waiting;
      waiting = [];
      for (const request of requests(calls)) await sendOne(request, produce);
    }
    sending = null;
  }

  return {
    send(records) {
      if (closed) return Promise.reject(new Error('the producer is closed'));
      if (records.length === 0) return Promise.resolve();
      return new Promise((resolve, reject) => {
        waiting.push({ records, unsent: records.length, resolve, reject });
        sending ??= new Promise<void>((wake) => setImmediate(wake)).then(flush);
      });
    },
    async close() {
      closed = true;
      await sending;
      await close();
    },
  };
}

interface Request {
  readonly records: readonly Send[];
  readonly calls: ReadonlyMap<Waiting, number>;
}

function requests(calls: readonly Waiting[]): readonly Request[] {
  const all = calls.flatMap((call) => call.records);
  const owners = calls.flatMap((call) => call.records.map(() => call));
  const out: Request[] = [];
  for (let from = 0; from < all.length; from += out.at(-1)?.records.length ?? 0) {
    const records = takeChunk(all, from);
    const counts = new Map<Waiting, number>();
    for (const call of owners.slice(from, from + records.length)) counts.set(call, (counts.get(call) ?? 0) + 1);
    out.push({ records, calls: counts });
  }
  return out;
}

async function sendOne(
  { records, calls }: Request,
  produce: (records: readonly Send[]) => Promise<void>,
): Promise<void> {
  try {
    await produce(records);
    for (const [call, count] of calls) {
      call.unsent -= count;
      if (call.unsent === 0) call.resolve();
    }
  } catch (cause) {
    for (const call of calls.keys()) call.reject(cause);
  }
}
