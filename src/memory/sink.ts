import type { AnyTopic, ValueOf } from '../domain/topic.ts';
import type { BatchHandler, Broker, Codec, StoredRecord } from '../ports.ts';

/** Reads a topic to its end and commits, as someone must read every topic, else the memory broker keeps it for ever. */
export async function sink(broker: Broker, topic: string, take: (record: StoredRecord) => void): Promise<void> {
  const handler: BatchHandler = {
    assigned: async () => null,
    async batch({ records }, control) {
      for (const record of records) take(record);
      await control.commit((records.at(-1)?.offset ?? -1) + 1, '');
    },
    idle: async () => {},
    revoked: async () => {},
  };
  await broker.consume({ group: 'embedded', topic, handler });
}

/** Takes the values of records; control records and tombstones have none. Throws on a value that the schema does not read. */
export function decoded<T extends AnyTopic>(
  codec: Codec,
  topic: T,
  take: (value: ValueOf<T>) => void,
): (record: StoredRecord) => void {
  return ({ value }) => {
    if (!value) return;
    const answer = codec.decode(topic.name, value);
    if (answer instanceof Promise || !answer.ok) throw new Error(`${topic.name} holds what its schema does not read`);
    take(answer.value as ValueOf<T>);
  };
}
