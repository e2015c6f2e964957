import { decodeRecord } from '../../src/runner/record.ts';
import type { AnyStage } from '../../src/runner.ts';
import type { History } from './history.ts';

/** From this offset on, tables stood as they did after these records. */
export interface Activation {
  readonly offset: number;
  readonly tables: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
}

/** When which version of each table came into force, as the store has seen it; null where a rebuild has made that unknown. */
export function activationsOf(
  { store, server, wasEmptied }: History,
  stage: AnyStage,
  partition: number,
): readonly Activation[] | null {
  const hasTables = stage.tables.some(({ name }) => server.log(name, 0).end > 0);
  if (!hasTables) return [{ offset: 0, tables: {} }];
  if (wasEmptied) return null;
  const shard = `${stage.name}:${partition}:0`;
  const found: Activation[] = [];
  let [before, versions]: [string, Readonly<Record<string, number>>] = ['{}', {}];
  for (const fact of store.facts) {
    if (fact.kind !== 'saved' || fact.shard !== shard) continue;
    const text = /"versions":(\{[^}]*\})/.exec(Buffer.from(fact.record).toString())?.[1] ?? '{}';
    if (text === before) continue;
    const record = decodeRecord(fact.record);
    const tables = Object.entries(record.versions).map(
      ([topic, to]) => [topic, { from: versions[topic] ?? 0, to }] as const,
    );
    found.push({ offset: record.offset, tables: Object.fromEntries(tables) });
    [before, versions] = [text, record.versions];
  }
  return found[0]?.offset === 0 ? found : [{ offset: 0, tables: {} }, ...found];
}
