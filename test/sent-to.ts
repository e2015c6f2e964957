import type { AnyTopic, ValueOf } from '../src/domain/topic.ts';
import type { Key } from '../src/stage.ts';

interface Sent<V> {
  readonly to: AnyTopic;
  readonly key: Key;
  readonly value: V | null;
}

/** Those of the records that are for the topic. */
export const sentTo = <T extends AnyTopic>(topic: T, records: readonly Sent<unknown>[]): readonly Sent<ValueOf<T>>[] =>
  records.filter((record): record is Sent<ValueOf<T>> => record.to.name === topic.name);
