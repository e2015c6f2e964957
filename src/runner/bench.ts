import type { AnyRoom, Bench } from './process.ts';
import { roomContext } from './room-context.ts';
import type { Shard } from './shard.ts';
import type { Place } from './take-over.ts';
import { Turn } from './turn.ts';

/** What one turn works with: a copy of the record, and the states and timers as they are loaded. */
export function benchFor({ world, stage, partition }: Place, room: AnyRoom, shard: Shard, silent: boolean): Bench {
  const { cache, timers } = shard;
  const turn = new Turn(world, stage.name, partition, structuredClone(shard.record), silent);
  const partitions = world.partitions.get(stage.reads.name) ?? 1;
  const context = roomContext(world, turn, cache, timers, { partition, partitions });
  return { world, stage, room, partition, turn, cache, timers, context, isQuarantined: () => false };
}
