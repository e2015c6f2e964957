import { setTimeout as sleep } from 'node:timers/promises';
import { TELEMETRY_EVENTS } from '../../src/domain/contracts.gen.ts';
import type { Broker } from '../../src/ports.ts';
import { type Played, play, type Stage } from './acts.ts';
import { type Audited, auditOf, sum } from './audited.ts';
import { type Cell, cell } from './cell.ts';
import type { Lab } from './lab.ts';
import type { Outcome, Size } from './result.ts';
import { INSTANCES } from './scenario.ts';

const RECORDS: Readonly<Record<Size, number>> = { small: 3_000, full: 50_000 };
const PARTITIONS = 12;
const UNDER = 'features';
const TOPIC = TELEMETRY_EVENTS.name;
const HOLDS =
  'what is gone is counted, and audit names stage, partition and offsets of all of it; nothing else is lost; the alerts are those of a run without the records lost';

/** Records of telemetry.events that are gone before features has read them. */
export const TAKEN_CELLS: readonly Cell[] = [
  cell(
    'retention-passed',
    'retention.ms takes telemetry.events before three stopped features processes have read it',
    HOLDS,
    (lab, size) => taken(lab, size, retain),
  ),
  cell(
    'audit-deleted-records',
    'DeleteRecords takes part of telemetry.events before three stopped features processes have read it',
    HOLDS,
    (lab, size) => taken(lab, size, deletePart),
  ),
];

/** From these offsets on, by partition. */
type Offsets = readonly number[];
/** Takes records from where the stage stands; answers up to where they are gone. */
type Taking = (lab: Lab, from: Offsets) => Promise<Offsets>;

/** Three loads: before the loss, the one that is hit while the stage stands still, and after it. */
async function taken(lab: Lab, size: Size, taking: Taking): Promise<Outcome> {
  let count = 0;
  const played = await play(lab, { under: UNDER, partitions: PARTITIONS }, async (stage) => {
    await stage.play(RECORDS[size]);
    await stage.settled();
    const from = await stop(stage);
    await stage.play(RECORDS[size] / 5);
    await stage.chain.until('read', 120_000, async () => (await stage.chain.lagOf('intake')) === 0);
    const unread = await telemetryIn(lab.broker, from);
    const gone = await taking(lab, from);
    count = unread - (await telemetryIn(lab.broker, from));
    for (let n = 0; n < INSTANCES; n++) stage.chain.start(UNDER);
    await stage.chain.joined();
    const at = performance.now();
    await stage.play(RECORDS[size] / 5);
    await stage.settled();
    const recoverMs = Math.round(performance.now() - at);
    const audit = await auditOf(lab);
    const offsets = sum(audit.skipped.map((one) => one.to - one.from));
    const notes = [`${count} records were taken; audit names ${offsets} offsets in ${audit.skipped.length} places`];
    return { recoverMs, notes, faults: [...misnamed(audit, from, gone), ...(count > 0 ? [] : ['nothing was taken'])] };
  });
  return { ...played.outcome, faults: [...played.outcome.faults, ...lostElsewhere(played, count)] };
}

/** Answers where the stage stands. */
async function stop({ chain, lab }: Stage): Promise<Offsets> {
  const stopped = [...chain.of(UNDER)];
  await Promise.all(stopped.map(({ process }) => process.stop()));
  for (const one of stopped) chain.forget(one);
  return (await lab.broker.committed(`vedette.${UNDER}`, TOPIC)).map((one) => one?.offset ?? 0);
}

/** Records that are no control records. */
async function telemetryIn(broker: Broker, from: Offsets): Promise<number> {
  let count = 0;
  for await (const { partition, offset, value } of broker.readAll(TOPIC))
    if (value && offset >= (from[partition] ?? 0)) count += 1;
  return count;
}

/** Where the audit does not say what is so. */
function misnamed({ skipped, faults }: Audited, from: Offsets, gone: Offsets): readonly string[] {
  const hit = gone.flatMap((end, partition) => (end > (from[partition] ?? 0) ? [partition] : []));
  const isNamed = (partition: number) =>
    skipped.some(
      (one) =>
        one.stage === UNDER &&
        one.partition === partition &&
        one.from === from[partition] &&
        one.to === gone[partition],
    );
  // what was taken is also missing in the sums of sender and receiver
  const others = faults.filter((text) => !hit.some((partition) => text.startsWith(`${UNDER}/${partition}: `)));
  return [
    ...hit
      .filter((partition) => !isNamed(partition))
      .map(
        (partition) => `audit does not name offsets ${from[partition]} to ${gone[partition]} of ${UNDER}/${partition}`,
      ),
    ...(skipped.length > hit.length ? ['audit names offsets that are not gone'] : []),
    ...others.map((text) => `audit also says: ${text}`),
  ];
}

function lostElsewhere({ lost }: Played, count: number): readonly string[] {
  const [before = 0, hit = 0, after = 0] = lost.map((one) => one.size);
  const isSo = before + after === 0 && hit === count;
  return isSo ? [] : [`${before}, ${hit} and ${after} records of the loads are lost, taken were ${count}`];
}

async function retain(lab: Lab): Promise<Offsets> {
  const ends = (await lab.broker.offsets(TOPIC)).map(({ end }) => end);
  await setRetention(lab, 1_000);
  const deadline = performance.now() + 90_000;
  while (!(await lab.broker.offsets(TOPIC)).every(({ start }, partition) => start === ends[partition])) {
    if (performance.now() > deadline) throw new Error('the broker did not apply the retention within 90 s');
    await sleep(500);
  }
  await setRetention(lab, 86_400_000);
  return ends;
}

const TOPIC_RESOURCE = 2;

function setRetention({ servers }: Lab, ms: number): Promise<unknown> {
  const settings = { 'retention.ms': String(ms), 'message.timestamp.type': 'LogAppendTime' };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const resources = [{ type: TOPIC_RESOURCE, name: TOPIC, configEntries }];
  return servers.admin((admin) => admin.alterConfigs({ validateOnly: false, resources }));
}

/** Half of what is unread, in every third partition. */
async function deletePart(lab: Lab, from: Offsets): Promise<Offsets> {
  const ends = (await lab.broker.offsets(TOPIC)).map(({ end }) => end);
  const half = (start: number, partition: number) => start + Math.floor(((ends[partition] ?? start) - start) / 2);
  const gone = from.map((start, partition) => (partition % 3 === 0 ? half(start, partition) : start));
  const partitions = gone.flatMap((offset, partition) =>
    offset > (from[partition] ?? 0) ? [{ partition, offset: String(offset) }] : [],
  );
  await lab.servers.admin(async (admin) => {
    // the library deletes only of topics that it was asked about before
    await admin.fetchTopicOffsets(TOPIC);
    await admin.deleteTopicRecords({ topic: TOPIC, partitions });
  });
  return gone;
}
