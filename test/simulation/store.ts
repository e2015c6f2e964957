import { memoryStateStore } from '../../src/memory/state-store.ts';
import type { StateStore } from '../../src/ports.ts';
import { decodeRecord, type RunnerRecord } from '../../src/runner/record.ts';
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

  empty(): void {
    this.inner = memoryStateStore();
    this.facts.push({ kind: 'emptied' });
  }

  /** The port of one process. */
  for(process: SimProcess): StateStore {
    return {
      open: (...rest) => process.call('open', () => this.inner.open(...rest)),
      load: (...rest) => process.call('load', () => this.inner.load(...rest)),
      save: (shard, version, change) =>
        process.call('save', async () => {
          const isSaved = await this.inner.save(shard, version, change);
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
