import { summarise } from '../../../src/audit/summarise.ts';
import { type LedgerEntry, PIPELINE_LEDGER } from '../../../src/domain/contracts.gen.ts';
import type { Send } from '../../../src/ports.ts';
import type { AnyStage } from '../../../src/runner.ts';
import { activationsOf } from '../activations.ts';
import type { History } from '../history.ts';
import { STAGES } from '../rooms.ts';
import { undisturbed } from '../stage-oracle.ts';
import { distinct, readValue, textOf, toldOn } from '../truth.ts';
import { found, join, skip, type Verdict } from '../verdict.ts';
import { uncounted } from './ledger.ts';

/**
 * I1 by id: each stage has told of each input exactly what it tells when nothing fails, of late and shuffled
 * events too: every record by its origin, every dead letter, and the sums of the ledger.
 */
export async function stages(history: History): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const stage of STAGES)
    for (const { partition, end } of history.server.logs(stage.reads.name))
      if (end > 0) verdicts.push(await ofPartition(history, stage, partition));
  return join(verdicts);
}

async function ofPartition(history: History, stage: AnyStage, partition: number): Promise<Verdict> {
  const place = `${stage.name}/${partition}`;
  const activations = activationsOf(history, stage, partition);
  if (!activations) return skip('stages', 'tables changed before the store was lost');
  const expected = await undisturbed(history, stage, partition, activations);
  const reason = uncounted(history);
  return join([
    found('conservation', differences(place, expectedTold(expected.sends), actualTold(history, stage, place))),
    found(
      'conservation',
      differences(`${place} dead letters`, expectedDead(expected.sends), actualDead(history, stage, place)),
    ),
    reason ? skip('sums of stages', reason) : found('ledger', sums(history, stage, partition, expected.sends)),
  ]);
}

type Said = ReadonlyMap<string, string>;

const say = (topic: string, partition: number, key: Uint8Array | null, value: Uint8Array | null): string =>
  `${topic}/${partition} ${textOf(key)} ${Buffer.from(value ?? []).toString('base64')}`;

/** By origin. Losses are told as they were known, which a rebuild knows less of. */
export const expectedTold = (sends: readonly Send[]): Said =>
  new Map(
    sends.flatMap(({ topic, partition, key, value, headers }) =>
      headers['vedette-origin'] && !topic.endsWith('.dlq')
        ? [[textOf(headers['vedette-origin']), say(topic, partition, key, value)] as const]
        : [],
    ),
  );

export function actualTold(history: History, { writes }: AnyStage, place: string): Said {
  const told = writes.flatMap(({ name }) => distinct(toldOn(history, name)));
  const own = told.filter(({ sender }) => sender === place);
  return new Map(
    own.map(({ topic, record, origin }) => [origin, say(topic, record.partition, record.key, record.value)]),
  );
}

const expectedDead = (sends: readonly Send[]): Said =>
  new Map(
    sends
      .filter(({ topic }) => topic.endsWith('.dlq'))
      .map(({ headers }) => [textOf(headers['vedette-dead-letter']), textOf(headers['dlq.reason-code'])]),
  );

function actualDead({ server }: History, { name }: AnyStage, place: string): Said {
  const all = server
    .all(`${name}.dlq`)
    .map(({ headers }) => [textOf(headers['vedette-dead-letter']), textOf(headers['dlq.reason-code'])] as const);
  return new Map(all.filter(([origin]) => origin.startsWith(`${place}/`)));
}

function differences(place: string, expected: Said, actual: Said): readonly string[] {
  const missing = [...expected]
    .filter(([origin]) => !actual.has(origin))
    .map(([origin]) => `${place}: ${origin} is missing`);
  const extra = [...actual]
    .filter(([origin]) => !expected.has(origin))
    .map(([origin]) => `${place}: ${origin} is extra`);
  const other = [...expected]
    .filter(([origin, text]) => actual.has(origin) && actual.get(origin) !== text)
    .map(([origin]) => `${place}: ${origin} is not the same`);
  return [...missing.slice(0, 1), ...extra.slice(0, 1), ...other.slice(0, 1)];
}

const COUNTS = ['in', 'forwarded', 'produced', 'repeated', 'control', 'late', 'evicted'] as const;

function sums(
  { server }: History,
  { name, reads }: AnyStage,
  partition: number,
  sends: readonly Send[],
): readonly string[] {
  const read = (records: readonly { value: Uint8Array | null }[]) =>
    records
      .map((record) => readValue<LedgerEntry>(PIPELINE_LEDGER.name, record as never))
      .filter((one) => one.stage === name && one.partition === partition);
  const [expected] = summarise(read(sends.filter(({ topic }) => topic === PIPELINE_LEDGER.name))).partitions;
  const [actual] = summarise(read(server.all(PIPELINE_LEDGER.name))).partitions;
  if (!expected || !actual) return [`${name}/${partition}: no ledger for ${reads.name}`];
  const numbers = COUNTS.filter((count) => expected[count] !== actual[count]).map(
    (count) => `${count} ${actual[count]} for ${expected[count]}`,
  );
  const maps = (['dropped', 'deadLettered', 'sent', 'accepted'] as const).filter(
    (map) => JSON.stringify(expected[map]) !== JSON.stringify(actual[map]),
  );
  const text = [
    ...numbers,
    ...maps.map((map) => `${map} ${JSON.stringify(actual[map])} for ${JSON.stringify(expected[map])}`),
  ];
  return text.length === 0 ? [] : [`${name}/${partition}: ledger says ${text.join(', ')}`];
}
