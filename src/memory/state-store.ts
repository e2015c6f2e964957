import type { ShardChange, StateStore } from '../ports.ts';

interface Shard {
  version: number;
  record: Uint8Array;
  readonly states: Map<string, Uint8Array>;
  readonly timers: Map<string, number>;
}

/** The state store in memory: one shard's record, states and timers change together or not at all. */
export function memoryStateStore(): StateStore {
  const shards = new Map<string, Shard>();
  return {
    async open(name) {
      const shard = shards.get(name);
      return shard ? { version: shard.version, record: shard.record, timers: new Map(shard.timers) } : null;
    },
    async load(name, version, keys) {
      const shard = shards.get(name);
      return (shard?.version ?? 0) === version ? keys.map((key) => shard?.states.get(key) ?? null) : null;
    },
    async save(name, version, change) {
      const shard = shards.get(name) ?? { version: 0, record: change.record, states: new Map(), timers: new Map() };
      if (shard.version !== version) return false;
      shards.set(name, shard);
      apply(shard, change);
      return true;
    },
    async close() {},
  };
}

function apply(shard: Shard, change: ShardChange): void {
  shard.version = change.version;
  shard.record = change.record;
  for (const [key, bytes] of change.states) setOrDelete(shard.states, key, bytes);
  for (const [key, due] of change.timers) setOrDelete(shard.timers, key, due);
}

function setOrDelete<V>(map: Map<string, V>, key: string, value: V | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}
