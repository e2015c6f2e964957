import type { StageStatus } from '../runner.ts';

/** An answer to a probe: the faults say which and why. */
export interface Health {
  readonly ok: boolean;
  readonly faults: readonly string[];
}

/** One stage of this process, from before it has started to after it has failed. */
export type StageHealth =
  | { readonly stage: string; readonly state: 'starting'; readonly waitsFor: string }
  | { readonly stage: string; readonly state: 'running'; readonly status: StageStatus }
  | { readonly stage: string; readonly state: 'failed'; readonly reason: string };

const BROKER_SILENT_MS = 30_000;
const STALLED_MS = 60_000;

const health = (faults: readonly string[]): Health => ({ ok: faults.length === 0, faults });

/** Alive: no stage has failed. That the answer comes at all shows that the event loop turns. */
export const liveness = (stages: readonly StageHealth[]): Health =>
  health(stages.flatMap((one) => (one.state === 'failed' ? [`${one.stage}: failed: ${one.reason}`] : [])));

/** Ready: every stage is in its group, hears the broker, moves on, and has lost nothing to retention. */
export const readiness = (stages: readonly StageHealth[], nowMs: number): Health =>
  health(stages.flatMap((one) => faultsOf(one, nowMs)));

function faultsOf(one: StageHealth, nowMs: number): readonly string[] {
  if (one.state === 'starting') return [`${one.stage}: waits for ${one.waitsFor}`];
  if (one.state === 'failed') return [`${one.stage}: failed: ${one.reason}`];
  const { brokerSeenAt, partitions } = one.status;
  if (brokerSeenAt === 0) return [`${one.stage}: has not joined its consumer group yet`];
  const silentMs = nowMs - brokerSeenAt;
  const silent =
    silentMs > BROKER_SILENT_MS ? [`${one.stage}: the broker has not answered for ${seconds(silentMs)}`] : [];
  return [...silent, ...partitions.flatMap((partition) => faultsOfPartition(one.stage, partition, nowMs))];
}

function faultsOfPartition(
  stage: string,
  { partition, offset, endOffset, aliveAt, skipped }: StageStatus['partitions'][number],
  nowMs: number,
): readonly string[] {
  const faults: string[] = [];
  const stalledMs = nowMs - aliveAt;
  if (endOffset > offset && stalledMs > STALLED_MS)
    faults.push(`${stage}/${partition}: stands at ${offset} of ${endOffset} for ${seconds(stalledMs)}`);
  if (skipped > 0)
    faults.push(
      `${stage}/${partition}: retention took ${skipped} offsets before they were read; restart to acknowledge the loss`,
    );
  return faults;
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
