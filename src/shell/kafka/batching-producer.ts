import type { Producer, Send } from '../../ports.ts';
import { takeChunk } from './chunks.ts';

interface Waiting {
  readonly records: readonly Send[];
  /** Requests that still carry records of this call. */
  unsent: number;
  /** A request with records of this call was given up. */
  failed: boolean;
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
      for (const request of requests(calls)) await sendOne(stillWanted(request), produce);
    }
    sending = null;
  }

  return {
    send(records) {
      if (closed) return Promise.reject(new Error('the producer is closed'));
      if (records.length === 0) return Promise.resolve();
      return new Promise((resolve, reject) => {
        waiting.push({ records, unsent: records.length, failed: false, resolve, reject });
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

/** Records of one request, each with the call that wants it sent. */
type Request = readonly (readonly [record: Send, call: Waiting])[];

function requests(calls: readonly Waiting[]): readonly Request[] {
  const all = calls.flatMap((call) => call.records);
  const owners = calls.flatMap((call) => call.records.map(() => call));
  const out: Request[] = [];
  for (let from = 0; from < all.length; from += out.at(-1)?.length ?? 0) {
    const records = takeChunk(all, from);
    out.push(records.map((record, index) => [record, owners[from + index] as Waiting] as const));
  }
  return out;
}

/**
 * The caller of a failed call sends all of it again. What of it were stored now would stand before its earlier
 * records, and the receiver would take those for repeats.
 */
const stillWanted = (request: Request): Request => request.filter(([, call]) => !call.failed);

async function sendOne(request: Request, produce: (records: readonly Send[]) => Promise<void>): Promise<void> {
  if (request.length === 0) return;
  try {
    await produce(request.map(([record]) => record));
    for (const [, call] of request) {
      call.unsent -= 1;
      if (call.unsent === 0) call.resolve();
    }
  } catch (cause) {
    for (const [, call] of request) {
      call.failed = true;
      call.reject(cause);
    }
  }
}
