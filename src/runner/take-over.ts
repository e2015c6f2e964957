import type { StageWorld } from './deps.ts';
import type { AnyStage } from './process.ts';
import type { Found, Shard } from './shard.ts';
import { holdVersions, newerVersions } from './tables.ts';

/** One partition of one stage. */
export interface Place {
  readonly world: StageWorld;
  readonly stage: AnyStage;
  readonly partition: number;
}

export interface TakenOver {
  readonly found: Found;
  /** End of the log after all other owners were shut out; null where no other has come since. */
  readonly end: number | null;
}

/** First and next offset of the partition; the number of partitions, which may have grown, is noted on the way. */
export async function rangeOf({ world, stage, partition }: Place) {
  const ranges = await world.broker.offsets(stage.reads.name);
  world.partitions.set(stage.reads.name, ranges.length);
  return ranges[partition] ?? { start: 0, end: 0 };
}

/**
 * Reads what is saved and saves it as this owner's own. From then on every other owner is behind, and finds so before it
 * sends anything of what it fetches; what it had fetched lies before the end of the log, up to which the versions of
 * tables that it may have used stay in force.
 */
export async function takeOver(place: Place, shard: Shard): Promise<TakenOver> {
  const taken = await makeOurs(place, shard);
  await holdVersions(place.world.tables, place.partition, shard.record.versions);
  return taken;
}

async function makeOurs(place: Place, shard: Shard): Promise<TakenOver> {
  for (;;) {
    const found = await shard.restore();
    if (found === 'kept' && shard.isOurs) return { found, end: null };
    shard.isOurs = false;
    const isAnew = found === 'new' || found === 'lost';
    if (isAnew) await begin(place, shard);
    if (!(await claim(place, shard, isAnew))) continue;
    // after the record was read: the log only grows, so what was saved before lies within it
    const { end } = await rangeOf(place);
    shard.isOurs = true;
    return { found, end };
  }
}

/** Who begins anew takes the newest tables at once: nobody has used others on the same state. */
async function claim({ world }: Place, shard: Shard, isAnew: boolean): Promise<boolean> {
  const { record } = shard;
  const newer = isAnew ? newerVersions(world.tables, record.versions) : {};
  return shard.save({ ...record, versions: { ...record.versions, ...newer } }, [], new Map());
}

/** Nothing is saved: begins where the log does, or rebuilds what the group has committed. */
async function begin(place: Place, shard: Shard): Promise<void> {
  const { world, stage, partition } = place;
  const { start, end } = await rangeOf(place);
  const committed = (await world.broker.committed(`vedette.${stage.name}`, stage.reads.name))[partition] ?? null;
  // a commit beyond the end speaks of a topic that was recreated: to be silent up to there would lose records
  const isRebuild = committed !== null && committed.offset <= end;
  shard.begin(start, isRebuild ? committed : null);
  const { offset } = shard.record;
  if (isRebuild)
    world.logger.warn(
      { stage: stage.name, partition, from: offset },
      'state is lost, rebuilding it from the log without sending',
    );
}
