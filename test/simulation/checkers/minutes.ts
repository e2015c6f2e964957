import { TELEMETRY_EVENTS, TENANT_MINUTES, type TenantMinutes } from '../../../src/domain/contracts.gen.ts';
import type { StoredRecord } from '../../../src/ports.ts';
import type { AnyStage } from '../../../src/runner.ts';
import { features } from '../../../src/stages/features/stage.ts';
import { type Activation, activationsOf } from '../activations.ts';
import type { History } from '../history.ts';
import { undisturbed } from '../stage-oracle.ts';
import { distinct, readValue, textOf, toldOn } from '../truth.ts';
import { found, join, skip, type Verdict } from '../verdict.ts';
import { actualTold, expectedTold } from './stages.ts';

const MINUTE_MS = 60_000;
/** As far as rows look back at other partitions. */
const LAG_MINUTES = 2;
/** Of a tenant and partition in the table. */
const KEPT_MINUTES = 4;
const STAGE = features as unknown as AnyStage;

/**
 * What a row knows of its tenant does not depend on when others told their minutes: where it had all that it wanted, it is
 * the row of a stage that has had the minutes of all others from the start.
 */
export async function minutes(history: History): Promise<Verdict> {
  if (isAnyPlaceTaken(history)) return skip('minutes', 'a tenant has told as many as a table keeps');
  const verdicts: Verdict[] = [];
  for (const { partition, end } of history.server.logs(STAGE.reads.name))
    if (end > 0) verdicts.push(await ofPartition(history, partition));
  return join(verdicts);
}

async function ofPartition(history: History, partition: number): Promise<Verdict> {
  const place = `${STAGE.name}/${partition}`;
  const activations = activationsOf(history, STAGE, partition);
  if (!activations) return skip('minutes', 'tables changed before the store was lost');
  const all = { from: 0, to: history.server.log(TENANT_MINUTES.name, 0).end };
  const isSeen = ({ headers, value }: StoredRecord): boolean => {
    const origin = textOf(headers['vedette-origin']);
    // what people gave has no origin; at the end of a replay all minutes are forgotten
    return origin === '' || (value !== null && !origin.startsWith(`${place}/`));
  };
  const early = activations.map(
    ({ offset, tables }, at): Activation => ({
      offset,
      tables: at === 0 ? { ...tables, [TENANT_MINUTES.name]: all } : without(tables, TENANT_MINUTES.name),
    }),
  );
  const expected = expectedTold((await undisturbed(history, STAGE, partition, early, isSeen)).sends);
  const actual = actualTold(history, STAGE, place);
  const wanted = whatIsWanted(history, partition, activations);
  const faults = [...actual]
    .filter(([origin, text]) => expected.get(origin) !== text && wanted(origin))
    .map(([origin]) => `${place}: ${origin} depends on when the minutes of others came`);
  return found('minutes', faults);
}

/** Then a table that has all from the start lacks the first. */
function isAnyPlaceTaken(history: History): boolean {
  const places = toldMinutes(history).map(({ sender, tenant, minute }) => `${sender} ${tenant} ${minute}`);
  const bySender = Map.groupBy(new Set(places), (place) => place.slice(0, place.lastIndexOf(' ')));
  return [...bySender.values()].some((minutes) => minutes.length >= KEPT_MINUTES);
}

const toldMinutes = (history: History) =>
  distinct(toldOn(history, TENANT_MINUTES.name)).flatMap(({ record, sender }) =>
    record.value === null
      ? []
      : [{ offset: record.offset, sender, ...readValue<TenantMinutes>(TENANT_MINUTES.name, record) }],
  );

const without = (tables: Activation['tables'], name: string): Activation['tables'] =>
  Object.fromEntries(Object.entries(tables).filter(([topic]) => topic !== name));

/** Whether the table in force had every minute of other partitions that the row with that origin may have wanted. */
function whatIsWanted(
  history: History,
  partition: number,
  activations: readonly Activation[],
): (origin: string) => boolean {
  const told = toldMinutes(history).filter(({ sender }) => sender !== `${STAGE.name}/${partition}`);
  const minuteAt = newestMinutes(history, partition);
  return (origin) => {
    const offset = Number(origin.split('/')[2]);
    const version = versionAt(activations, offset);
    const lastMinute = minuteAt(offset) - LAG_MINUTES;
    // an older one of the same sender does not count: it was there before
    const newest = new Map(
      told.filter(({ minute }) => minute <= lastMinute).map((one) => [one.sender + one.tenant, one]),
    );
    return [...newest.values()].every((one) => one.offset < version);
  };
}

function versionAt(activations: readonly Activation[], offset: number): number {
  let version = 0;
  for (const { offset: from, tables } of activations)
    if (from <= offset) version = tables[TENANT_MINUTES.name]?.to ?? version;
  return version;
}

/** The latest minute that can be open on the partition at an offset: after one that time has ended, a late event opens the next. */
function newestMinutes({ server }: History, partition: number): (offset: number) => number {
  let newest = 0;
  const records = server.log(STAGE.reads.name, partition).read(0, Number.MAX_SAFE_INTEGER);
  const minutes = records.map((record) => {
    const time = record.headers['vedette-control'] ? 0 : timeOf(record);
    newest = Math.max(newest, Math.floor(time / MINUTE_MS) + 1);
    return newest;
  });
  return (offset) => minutes[offset] ?? newest;
}

const timeOf = (record: StoredRecord): number =>
  readValue<{ event: { time: number } }>(TELEMETRY_EVENTS.name, record).event.time;
