import type { TopicFile } from '../contracts.ts';

/** Why the file itself cannot be applied, null where it can. */
export function retentionRefused({ config }: TopicFile, horizonMs: number): string | null {
  const retentionMs = Number(config['retention.ms'] ?? -1);
  const isDeleted = (config['cleanup.policy'] ?? 'delete').includes('delete');
  if (!isDeleted || retentionMs < 0 || retentionMs >= horizonMs) return null;
  return `retention.ms is ${retentionMs}, but the stage that reads the topic must be able to read ${horizonMs} ms back to rebuild its windows: raise retention.ms to at least ${horizonMs}`;
}

export const growthRefused = ({ name, partitions }: TopicFile, found: number): string =>
  `${found} partitions, the file says ${partitions}. The topic is keyed: new partitions would move keys away from their states and their order. To migrate:
      1. stop what writes ${name}, and let its readers drain: wait until "vedette audit" finds nothing in flight
      2. stop the readers, delete the topic, and run "vedette topics apply"
      3. start the readers with VEDETTE_EPOCH raised by one: they begin with empty states and rebuild
      4. start what writes ${name}, with VEDETTE_EPOCH raised by one too
    Or keep ${found} partitions: say so in the file`;

export const shrinkRefused = ({ partitions }: TopicFile, found: number): string =>
  `${found} partitions, the file says ${partitions}. Kafka takes no partitions away: say ${found} in the file, or migrate as for growth`;

export const replicasRefused = ({ name }: TopicFile, found: number, wanted: number): string =>
  `${found} replicas, ${wanted} are wanted and possible. Moving data is left to Kafka's own tool: kafka-reassign-partitions.sh for ${name}, then "vedette topics apply" for min.insync.replicas`;
