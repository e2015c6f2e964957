import { memoryStateStore } from '../../src/memory/state-store.ts';
import type { StateStore } from '../../src/ports.ts';
import { decodeRecord, type RunnerRecord } from '../../src/runner/record.ts';
import { RetriableError } from '../../src/stage.ts';
import type { SimProcess } from './process.ts';

/** Something the store has seen, in order. */
export type StoreFact =
  | { readonly kind: 'saved'; readonly shard: string; readonly record: Uint8Array }
  | { readonly kind: 'emptied' };

/** The server side of the state store. */
export class StoreServer {
  readonly facts: StoreFact[] = [];
  /** Highest offset that was ever saved, by shard. */
  readonly furthest = new Map<string, number>();
  private inner = memoryStateStore();
  private lives = 0;

  /** A restart without its data: what was on its way goes down with the connections. */
  empty(): void {
    this.lives += 1;
    this.inner = memoryStateStore();
    this.facts.push({ kind: 'emptied' });
  }

  /** The port of one process. */
  for(process: SimProcess): StateStore {
    const call = <T>(operation: 'open' | 'load' | 'save', effect: (store: StateStore) => Promise<T>) => {
      const { lives } = this;
      return process.call(operation, () => {
        if (lives !== this.lives) throw new RetriableError(`${operation}: connection lost`);
        return effect(this.inner);
      });
    };
    return {
      open: (...request) => call('open', (store) => store.open(...request)),
      load: (...request) => call('load', (store) => store.load(...request)),
      save: (shard, version, change) =>
        call('save', async (store) => {
          const isSaved = await store.save(shard, version, change);
          if (isSaved) this.note(shard, change.record);
          return isSaved;
        }),
      async close() {},
    };
  }

  private note(shard: string, record: Uint8Array): void {
    this.facts.push({ kind: 'saved', shard, record });
    const offset = Number(/"offset":(\d+)/.exec(Buffer.from(record).toString())?.[1]);
    this.furthest.set(shard, Math.max(offset, this.furthest.get(shard) ?? 0));
  }

  /** The last record of each shard. */
  records(): ReadonlyMap<string, RunnerRecord> {
    const last = new Map<string, Uint8Array>();
    for (const fact of this.facts) {
      if (fact.kind === 'emptied') last.clear();
      else last.set(fact.shard, fact.record);
    }
    return new Map([...last].map(([shard, bytes]) => [shard, decodeRecord(bytes)]));
  }
}
