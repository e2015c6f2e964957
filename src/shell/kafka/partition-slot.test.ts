import { describe, expect, it } from '@jest/globals';
import { type Recording, recordingHandler } from '../../../test/contract/recording-handler.ts';
import { until } from '../../../test/contract/until.ts';
import type { BatchHandler, StoredRecord } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import { type Fetched, openSlot, type SlotWorld } from './partition-slot.ts';

const record = (offset: number): StoredRecord => ({
  ...{ partition: 3, offset, timestamp: 0, key: null, headers: {} },
  value: Buffer.from(String(offset)),
});

/** A batch as it comes back for a fetch at `fetchedOffset`. */
const fetched = (fetchedOffset: number, ...offsets: number[]): Fetched => ({
  fetchedOffset,
  records: offsets.map(record),
  nextOffset: (offsets.at(-1) ?? fetchedOffset) + 1,
  endOffset: 100,
});

interface Options {
  readonly parts?: Partial<BatchHandler>;
  readonly committed?: number | null;
  readonly start?: number;
  readonly previous?: Promise<void>;
}

function given({ parts = {}, committed = null, start = 0, previous = Promise.resolve() }: Options = {}) {
  const handler: Recording = recordingHandler(parts);
  const said: string[] = [];
  const world: SlotWorld & { start: number } = {
    start,
    topic: 't',
    handler,
    logger: { info() {}, warn() {}, error() {} },
    backoffMs: 5,
    pause: () => void said.push('pause'),
    resume: () => void said.push('resume'),
    seek: (_, offset) => void said.push(`seek ${offset}`),
    commit: async (_, offset) => void said.push(`commit ${offset}`),
    committed: async () => committed,
    range: async () => ({ start: world.start, end: 100 }),
    fatal: (cause) => void said.push(`fatal ${(cause as Error).message}`),
  };
  return { handler, said, world, slot: openSlot(world, 3, previous) };
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 20));

describe('a partition that is assigned', () => {
  it.each<[string, Options, string]>([
    ['at the beginning of the log, when nobody knows better', {}, 'seek 0'],
    ['at the commit', { committed: 7 }, 'seek 7'],
    ['where the handler says', { committed: 7, parts: { assigned: async () => 5 } }, 'seek 5'],
    ['at the beginning of the log, when retention took more', { committed: 7, start: 20 }, 'seek 20'],
    ['at the end of the log', { parts: { assigned: async () => 100 } }, 'seek 100'],
  ])('starts %s', async (_, options, seek) => {
    const { said } = given(options);
    await settled();
    expect(said).toEqual([seek, 'resume']);
  });

  it('is not begun beyond the end of the log', async () => {
    const { said } = given({ parts: { assigned: async () => 101 } });
    await settled();
    expect(said).toEqual(['fatal t/3 ends at 100, but 101 was read before: the topic was created anew']);
  });

  it('waits until the slot before it has let go', async () => {
    const { promise: previous, resolve } = Promise.withResolvers<void>();
    const { handler } = given({ previous });
    await settled();
    expect(handler.calls).toEqual([]);
    resolve();
    await until('assigned', () => handler.calls.length === 1);
  });
});

describe('a batch', () => {
  it('is handed over and the next one is asked for behind it', async () => {
    const { slot, handler, said } = given();
    await slot.take(fetched(0, 0, 1));
    expect(handler.values()).toEqual(['0', '1']);
    expect(said).toEqual(['seek 0', 'resume', 'seek 2']);
  });

  it('that was fetched elsewhere than expected is asked for again', async () => {
    const { slot, handler, said } = given();
    await slot.take(fetched(40, 40));
    await slot.take(fetched(0, 0));
    expect(handler.values()).toEqual(['0']);
    expect(said).toEqual(['seek 0', 'resume', 'seek 0', 'seek 1']);
  });

  it('whose first record lies beyond the offset that was asked for is handed over as it is', async () => {
    const { slot, handler } = given();
    await slot.take(fetched(0, 5));
    expect(handler.records.map(({ offset }) => offset)).toEqual([5]);
  });

  it('is asked for at the start of the log when retention has overtaken it', async () => {
    const { slot, handler, said, world } = given();
    await slot.take(fetched(0, 0));
    world.start = 30;
    await slot.take(fetched(30, 30));
    await slot.take(fetched(30, 30));
    expect(said.slice(2)).toEqual(['seek 1', 'seek 30', 'seek 31']);
    expect(handler.values()).toEqual(['0', '30']);
  });

  it('follows a seek of the handler', async () => {
    const { slot, said } = given({ parts: { batch: async (_, control) => control.seek(0) } });
    await slot.take(fetched(0, 0, 1));
    expect(said.at(-1)).toBe('seek 0');
  });

  it('may begin behind offsets that hold no records', async () => {
    const { slot, handler } = given();
    await slot.take(fetched(0, 0));
    slot.skipTo(9);
    await slot.take(fetched(9, 9));
    expect(handler.values()).toEqual(['0', '9']);
  });

  it('that must wait lets go of the partition and begins anew', async () => {
    let failures = 0;
    const batch = async () => {
      if (failures++ === 0) throw new RetriableError('not yet');
    };
    const { slot, handler, said } = given({ parts: { batch } });
    await slot.take(fetched(0, 0));
    await slot.take(fetched(0, 0));
    expect(handler.calls).toEqual(['assigned 3', 'batch 3', 'revoked 3', 'assigned 3', 'batch 3']);
    expect(said).toEqual(['seek 0', 'resume', 'pause', 'seek 0', 'resume', 'seek 1']);
  });

  it.each([TypeError, RangeError, SyntaxError, ReferenceError, Error])('that throws $name is the end', async (Bug) => {
    const { slot, handler, said } = given({ parts: { batch: () => Promise.reject(new Bug('bug')) } });
    await slot.take(fetched(0, 0));
    expect(said.slice(2)).toEqual(['pause', 'fatal bug']);
    expect(handler.calls.at(-1)).toBe('revoked 3');
    expect(slot.isOpen()).toBe(false);
  });
});

describe('a partition at rest', () => {
  it('hears of the end of the log when it is there', async () => {
    const { slot, handler } = given({ committed: 100 });
    await settled();
    slot.idle(100);
    slot.idle(101);
    await settled();
    expect(handler.idles).toEqual([{ partition: 3, endOffset: 100 }]);
  });

  it('is quiet only when nothing is at work', async () => {
    const { slot } = given({ parts: { batch: settled } });
    await settled();
    expect(slot.isQuiet(0)).toBe(true);
    const work = slot.take(fetched(0, 0));
    expect(slot.isQuiet(0)).toBe(false);
    await work;
    expect(slot.isQuiet(10_000)).toBe(false);
  });
});

describe('a partition that is taken away', () => {
  it('ends the batch at hand, told by the signal, and takes no other', async () => {
    const { slot, handler } = given({ parts: { batch: settled } });
    const work = slot.take(fetched(0, 0));
    await until('the batch has begun', () => handler.calls.includes('batch 3'));
    const gone = slot.retire();
    expect(handler.controls.get(3)?.signal.aborted).toBe(true);
    await Promise.all([work, gone, slot.take(fetched(1, 1))]);
    expect(handler.values()).toEqual(['0']);
    expect(handler.calls).toEqual(['assigned 3', 'batch 3', 'revoked 3']);
  });

  it('is not waited for when the handler keeps failing to begin', async () => {
    const { slot, handler } = given({ parts: { assigned: () => Promise.reject(new RetriableError('down')) } });
    await settled();
    await slot.retire();
    const calls = handler.calls.length;
    await settled();
    expect(handler.calls.length).toBe(calls);
    expect(handler.calls.at(-1)).toBe('revoked 3');
  });
});
