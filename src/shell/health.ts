import type { StageStatus } from '../runner.ts';
import type { Reachable } from './probe.ts';

/** An answer to a probe: the faults say which and why. */
export interface Health {
  readonly ok: boolean;
  readonly faults: readonly string[];
  /** What runs each model, where a stage has models. One that is not open is no fault: scores say degraded. */
  readonly models?: readonly ModelHealth[];
  /** Version of the dictionaries that this process holds; null before it has seen one. That it is old is no fault. */
  readonly dictionary?: number | null;
}

export type ModelHealth =
  | { readonly model: string; readonly provider: string; readonly precision: string }
  | { readonly model: string; readonly fault: string };

/** One stage of this process, from before it has started to after it has failed. */
export type StageHealth =
  | { readonly stage: string; readonly state: 'starting'; readonly waitsFor: string }
  | {
      readonly stage: string;
      readonly state: 'running';
      readonly status: StageStatus;
      readonly models?: readonly ModelHealth[];
    }
  | { readonly stage: string; readonly state: 'failed'; readonly reason: string };

/** What the answer depends on besides the stages. */
export interface Vitals {
  readonly now: number;
  /** What stands still for longer is a stall. Less than a minute, so that the promise of 60 s holds. */
  readonly stallMs: number;
  /** Servers that are asked now and then whether they are there. */
  readonly servers: readonly Reachable[];
  readonly dictionary?: number | null;
}

const health = (faults: readonly string[]): Health => ({ ok: faults.length === 0, faults });

/** Alive: no stage has failed. That the answer comes at all shows that the event loop turns. */
export const liveness = (stages: readonly StageHealth[]): Health =>
  health(stages.flatMap((one) => (one.state === 'failed' ? [`${one.stage}: failed: ${one.reason}`] : [])));

/** Ready: every server answers; every stage is in its group, hears the broker, moves on, and has lost nothing to retention. */
export function readiness(stages: readonly StageHealth[], vitals: Vitals): Health {
  const models = stages.flatMap((one) => (one.state === 'running' && one.models ? one.models : []));
  return {
    ...health([
      ...vitals.servers.flatMap((server) => faultsOfServer(server, vitals)),
      ...stages.flatMap((one) => faultsOf(one, vitals)),
    ]),
    ...(models.length > 0 && { models }),
    ...(vitals.dictionary !== undefined && { dictionary: vitals.dictionary }),
  };
}

function faultsOfServer({ name, lastAnswerAt }: Reachable, { now, stallMs }: Vitals): readonly string[] {
  const silentMs = now - lastAnswerAt();
  return silentMs > stallMs ? [`${name} has not answered for ${seconds(silentMs)}`] : [];
}

function faultsOf(one: StageHealth, vitals: Vitals): readonly string[] {
  if (one.state === 'starting') return [`${one.stage}: waits for ${one.waitsFor}`];
  if (one.state === 'failed') return [`${one.stage}: failed: ${one.reason}`];
  const { brokerSeenAt, partitions, skipped } = one.status;
  if (brokerSeenAt === 0) return [`${one.stage}: has not joined its consumer group yet`];
  const silentMs = vitals.now - brokerSeenAt;
  const silent =
    silentMs > vitals.stallMs ? [`${one.stage}: the broker has not answered for ${seconds(silentMs)}`] : [];
  return [
    ...silent,
    ...partitions.flatMap((partition) => faultsOfPartition(one.stage, partition, vitals)),
    ...[...skipped].map(
      ([partition, count]) =>
        `${one.stage}/${partition}: retention took ${count} offsets before they were read; restart to acknowledge the loss`,
    ),
  ];
}

function faultsOfPartition(
  stage: string,
  { partition, offset, endOffset, aliveAt, waiting }: StageStatus['partitions'][number],
  { now, stallMs }: Vitals,
): readonly string[] {
  const faults: string[] = [];
  const place = `${stage}/${partition}`;
  // a partition with nothing to read is looked at once a second: one that is not is stuck, however short its lag
  if (now - aliveAt > stallMs)
    faults.push(`${place}: has stood still at ${offset} of ${endOffset} for ${seconds(now - aliveAt)}`);
  if (waiting && now - waiting.since > stallMs)
    faults.push(`${place}: waits for the ${waiting.outage} since ${seconds(now - waiting.since)}`);
  return faults;
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
