import type { TopicFile } from '../contracts.ts';
import { growthRefused, replicasRefused, retentionRefused, shrinkRefused } from './refusals.ts';

/** One topic as the broker has it. */
export interface FoundTopic {
  readonly partitions: number;
  readonly replicas: number;
  /** Every setting in force, defaults of the broker included. */
  readonly config: Readonly<Record<string, string>>;
  /** Those that were set on the topic itself. */
  readonly overrides: Readonly<Record<string, string>>;
}

export interface Change {
  readonly setting: string;
  readonly from: string;
  readonly to: string;
}

export type Step =
  | {
      readonly kind: 'create';
      readonly topic: string;
      readonly partitions: number;
      readonly replicas: number;
      readonly config: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'configure';
      readonly topic: string;
      readonly changes: readonly Change[];
      readonly overrides: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'grow'; readonly topic: string; readonly from: number; readonly to: number }
  | { readonly kind: 'refuse'; readonly topic: string; readonly reason: string };

export interface Cluster {
  readonly brokers: number;
  readonly topics: ReadonlyMap<string, FoundTopic>;
  /** Longest time that a stage must be able to read back, by its input topic. */
  readonly horizonsMs: ReadonlyMap<string, number>;
}

/** What must change on the broker so that it is as topics/ says; empty: no drift. Nothing is ever deleted. */
export const planTopics = (wanted: readonly TopicFile[], cluster: Cluster): readonly Step[] =>
  wanted.flatMap((topic) => planTopic(topic, cluster));

/** Fewer brokers than replicas: as many replicas as there are brokers, and writes that survive the loss of one. */
export function fitted(topic: TopicFile, replicas: number): TopicFile {
  if (replicas >= topic.replicas) return topic;
  const wantedMin = Number(topic.config['min.insync.replicas'] ?? 1);
  const least = Math.min(wantedMin, Math.max(1, replicas - 1));
  return { ...topic, replicas, config: { ...topic.config, 'min.insync.replicas': String(least) } };
}

function planTopic(file: TopicFile, { brokers, topics, horizonsMs }: Cluster): readonly Step[] {
  const refused = retentionRefused(file, horizonsMs.get(file.name) ?? 0);
  if (refused) return [refuse(file, refused)];
  const found = topics.get(file.name);
  const topic = fitted(file, Math.min(file.replicas, found?.replicas ?? brokers, brokers));
  if (!found) {
    const { name, partitions, replicas, config } = topic;
    return [{ kind: 'create', topic: name, partitions, replicas, config }];
  }
  return [...settings(topic, found), ...partitions(topic, found), ...replicas(file, found, brokers)];
}

const refuse = ({ name }: TopicFile, reason: string): Step => ({ kind: 'refuse', topic: name, reason });

function settings({ name, config }: TopicFile, found: FoundTopic): readonly Step[] {
  const changes = Object.entries(config)
    .filter(([setting, to]) => found.config[setting] !== to)
    .map(([setting, to]) => ({ setting, from: found.config[setting] ?? '', to }));
  if (changes.length === 0) return [];
  return [{ kind: 'configure', topic: name, changes, overrides: { ...found.overrides, ...config } }];
}

function partitions(topic: TopicFile, found: FoundTopic): readonly Step[] {
  if (found.partitions === topic.partitions) return [];
  if (topic.isGrowable) {
    const isBehind = found.partitions < topic.partitions;
    return isBehind ? [{ kind: 'grow', topic: topic.name, from: found.partitions, to: topic.partitions }] : [];
  }
  const reason =
    found.partitions < topic.partitions
      ? growthRefused(topic, found.partitions)
      : shrinkRefused(topic, found.partitions);
  return [refuse(topic, reason)];
}

function replicas(file: TopicFile, found: FoundTopic, brokers: number): readonly Step[] {
  const wanted = Math.min(file.replicas, brokers);
  return found.replicas < wanted ? [refuse(file, replicasRefused(file, found.replicas, wanted))] : [];
}
