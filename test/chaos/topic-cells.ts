import { setTimeout as sleep } from 'node:timers/promises';
import { TELEMETRY_EVENTS, TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import type { Broker } from '../../src/ports.ts';
import { DETECTION, type StageName } from '../../src/topology.ts';
import { command } from '../e2e/processes.ts';
import { play, type Stage } from './acts.ts';
import { auditOf, sum } from './audited.ts';
import { type Cell, cell } from './cell.ts';
import type { Lab } from './lab.ts';
import type { Outcome, Size } from './result.ts';
import { INSTANCES } from './scenario.ts';
import { progress } from './workload.ts';

const RECORDS: Readonly<Record<Size, number>> = { small: 3_000, full: 50_000 };
const PARTITIONS = 12;
const GROWN = 16;
const SEEN_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 90_000;

/** Faults of topics. */
export const TOPIC_CELLS: readonly Cell[] = [
  cell(
    'topic-recreated',
    'telemetry.events is deleted and made again between two loads',
    'features stops and says that the state epoch is to be raised; with the epoch raised nothing of the second load is lost',
    recreated,
  ),
  cell(
    'raw-grown',
    'telemetry.raw grows from 12 to 16 partitions between two loads',
    'the new partitions are read within a minute without a restart; no record lost; the alerts of a run without faults; the ledger balances',
    grown,
  ),
  cell(
    'keyed-growth-refused',
    'topics apply where keyed topics have fewer partitions than their files say',
    'refused with exit code 1 and the way of the migration; telemetry.raw, which may grow, grows; no keyed topic does',
    refused,
  ),
  lossCell(
    'retention-passed',
    'features',
    'retention.ms takes telemetry.events before three stopped features processes have read it',
    retain,
  ),
  lossCell(
    'audit-deleted-records',
    'features',
    'DeleteRecords takes part of telemetry.events before three stopped features processes have read it',
    deletePart,
  ),
];

async function recreated(lab: Lab, size: Size): Promise<Outcome> {
  const { outcome, lost } = await play(lab, { under: 'features', partitions: PARTITIONS }, async (stage) => {
    const { chain } = stage;
    await stage.play(RECORDS[size]);
    await stage.settled();
    await lab.servers.admin(async (admin) => {
      await admin.deleteTopics({ topics: [TELEMETRY_EVENTS.name] });
      await admin.createTopics({
        topics: [{ topic: TELEMETRY_EVENTS.name, numPartitions: PARTITIONS }],
        waitForLeaders: false,
      });
    });
    const at = performance.now();
    const stopped = await allStop(stage, 'features');
    const says = chain.of('features').filter(({ process }) => process.log().includes('VEDETTE_EPOCH to 1')).length;
    const notes = [
      `${stopped} of ${INSTANCES} processes stopped, ${says} said to raise the epoch, after ${((performance.now() - at) / 1000).toFixed(1)} s`,
    ];
    const faults =
      stopped === INSTANCES && says === INSTANCES ? [] : ['features went on with a topic that was made again'];
    for (const one of [...chain.of('features')]) {
      await one.process.kill();
      chain.forget(one);
    }
    for (let n = 0; n < INSTANCES; n++) chain.start('features', { VEDETTE_EPOCH: '1' });
    await chain.joined();
    const from = performance.now();
    await stage.play(RECORDS[size]);
    await stage.settled();
    return { recoverMs: Math.round(performance.now() - from), notes, faults };
  });
  const faults = lost.flatMap(({ size: count }, act) => (count > 0 ? [`${count} records of load ${act} lost`] : []));
  return { ...outcome, faults: [...outcome.faults, ...faults] };
}

/** Answers how many have. */
async function allStop({ chain }: Stage, name: StageName): Promise<number> {
  const ended = () => chain.of(name).filter(({ process }) => !process.isAlive).length;
  const deadline = performance.now() + STOPS_WITHIN_MS;
  while (ended() < INSTANCES && performance.now() < deadline) await sleep(200);
  return ended();
}

async function grown(lab: Lab, size: Size): Promise<Outcome> {
  const { outcome, lost } = await play(lab, { under: 'intake', partitions: PARTITIONS }, async (stage) => {
    await stage.play(RECORDS[size]);
    await stage.settled();
    await lab.servers.admin((admin) =>
      admin.createPartitions({ topicPartitions: [{ topic: TELEMETRY_RAW.name, count: GROWN }] }),
    );
    const from = performance.now();
    // a word to each new partition: whoever has read it has the partition
    await stage.producer.send(progress(0, GROWN).slice(PARTITIONS));
    await stage.chain.until('taken up', SEEN_WITHIN_MS * 3, async () => (await stage.chain.lagOf('intake')) === 0);
    const recoverMs = Math.round(performance.now() - from);
    await stage.play(RECORDS[size], { partitions: GROWN });
    await stage.settled();
    const late = recoverMs > SEEN_WITHIN_MS;
    return { recoverMs, faults: late ? [`the new partitions were only read after ${recoverMs / 1000} s`] : [] };
  });
  const audit = await auditOf(lab);
  const faults = lost.flatMap(({ size: count }, act) => (count > 0 ? [`${count} records of load ${act} lost`] : []));
  return { ...outcome, faults: [...outcome.faults, ...faults, ...audit.faults] };
}

async function refused(lab: Lab): Promise<Outcome> {
  await lab.servers.reset(3);
  const keyed = DETECTION.map(({ reads }) => reads.name as string).filter((name) => name !== TELEMETRY_RAW.name);
  const before = await sizes(lab.broker, keyed);
  const { code, stdout } = await command(['topics', 'apply', '--replicas', '1'], lab.servers.variables);
  const after = await sizes(lab.broker, keyed);
  const raw = await lab.broker.partitions(TELEMETRY_RAW.name);
  const refusals = stdout.split(/^(?=[!+~] )/m).filter((text) => text.startsWith('! '));
  const wanted: readonly (readonly [boolean, string])[] = [
    [code === 1, `topics apply ended with ${code}`],
    [
      refusals.length >= 3 && refusals.every((text) => text.includes('VEDETTE_EPOCH')),
      'the way of the migration is not told',
    ],
    [before.join() === after.join(), 'a keyed topic has grown'],
    [raw === 6, `telemetry.raw has ${raw} partitions`],
  ];
  return { notes: [`${refusals.length} refusals`], faults: wanted.flatMap(([holds, fault]) => (holds ? [] : [fault])) };
}

const sizes = (broker: Broker, topics: readonly string[]) => Promise.all(topics.map((one) => broker.partitions(one)));

/** Takes records of the topic from where the stopped stage stands; answers the offsets that are gone, by partition. */
type Taking = (lab: Lab, topic: string, from: readonly number[]) => Promise<readonly number[]>;

/** Three loads: before the loss, the one that is hit while the stage stands still, and after it. */
function lossCell(name: string, under: StageName, fault: string, taking: Taking): Cell {
  return cell(
    name,
    fault,
    'what is gone is counted, and audit names stage, partition and offsets of all of it; nothing else is lost; the alerts are those of a run without the records lost',
    async (lab, size) => {
      const reads = DETECTION.find((stage) => stage.name === under)?.reads.name ?? '';
      const { outcome, lost } = await play(lab, { under, partitions: PARTITIONS }, async (stage) => {
        const { chain } = stage;
        await stage.play(RECORDS[size]);
        await stage.settled();
        const stopped = [...chain.of(under)];
        await Promise.all(stopped.map(({ process }) => process.stop()));
        for (const one of stopped) chain.forget(one);
        const from = (await lab.broker.committed(`vedette.${under}`, reads)).map((one) => one?.offset ?? 0);
        await stage.play(Math.floor(RECORDS[size] / 5));
        await settledBefore(stage, under);
        const unread = await telemetryIn(lab.broker, reads, from);
        const gone = await taking(lab, reads, from);
        const left = await telemetryIn(lab.broker, reads, from);
        for (let n = 0; n < INSTANCES; n++) chain.start(under);
        await chain.joined();
        const at = performance.now();
        await stage.play(Math.floor(RECORDS[size] / 5));
        await stage.settled();
        const audit = await auditOf(lab);
        const told = from.map(
          (start, partition) =>
            audit.skipped.find((one) => one.stage === under && one.partition === partition && one.from === start)?.to ??
            start,
        );
        const wrong = gone.flatMap((end, partition) =>
          told[partition] === end
            ? []
            : [
                `audit names offsets ${from[partition]} to ${told[partition]} of ${under}/${partition}, gone are those to ${end}`,
              ],
        );
        // what was taken is also missing in the sums of sender and receiver
        const taken = gone.flatMap((end, partition) =>
          end > (from[partition] ?? 0) ? [`${under}/${partition}: `] : [],
        );
        const others = audit.faults.filter((text) => !taken.some((place) => text.startsWith(place)));
        const notes = [
          `${unread - left} records were taken; audit names ${sum(told) - sum(from)} offsets in ${audit.skipped.length} partitions of ${under}`,
        ];
        return {
          recoverMs: Math.round(performance.now() - at),
          notes,
          faults: [...wrong, ...others, ...(unread === left ? ['nothing was taken'] : [])],
        };
      });
      const [before = 0, hit = 0, after = 0] = lost.map((one) => one.size);
      const taken = Number(/^(\d+)/.exec(outcome.notes?.[0] ?? '')?.[1]);
      const faults =
        before + after > 0 || hit !== taken
          ? [`${before}, ${hit} and ${after} records of the loads lost, taken were ${taken}`]
          : [];
      return { ...outcome, faults: [...outcome.faults, ...faults] };
    },
  );
}

/** Every stage before this one has read all. */
async function settledBefore({ chain }: Stage, under: StageName): Promise<void> {
  const before = DETECTION.slice(
    0,
    DETECTION.findIndex(({ name }) => name === under),
  ).map(({ name }) => name);
  await chain.until('read', 120_000, async () => {
    for (const name of before) if ((await chain.lagOf(name)) > 0) return false;
    return true;
  });
}

/** Records that are no control records from these offsets on. */
async function telemetryIn(broker: Broker, topic: string, from: readonly number[]): Promise<number> {
  let count = 0;
  for await (const { partition, offset, value } of broker.readAll(topic))
    if (value && offset >= (from[partition] ?? 0)) count += 1;
  return count;
}

async function retain(lab: Lab, topic: string): Promise<readonly number[]> {
  const ends = (await lab.broker.offsets(topic)).map(({ end }) => end);
  await setting(lab, topic, 'retention.ms', '1000');
  const deadline = performance.now() + 90_000;
  while (!(await lab.broker.offsets(topic)).every(({ start }, partition) => start === ends[partition])) {
    if (performance.now() > deadline) throw new Error('the broker did not apply the retention within 90 s');
    await sleep(500);
  }
  await setting(lab, topic, 'retention.ms', '86400000');
  return ends;
}

const setting = (lab: Lab, topic: string, name: string, value: string) =>
  lab.servers.admin((admin) =>
    admin.alterConfigs({
      validateOnly: false,
      // 2: a topic
      resources: [
        {
          type: 2,
          name: topic,
          configEntries: [
            { name, value },
            { name: 'message.timestamp.type', value: 'LogAppendTime' },
          ],
        },
      ],
    }),
  );

/** Half of what is unread, in every third partition. */
async function deletePart(lab: Lab, topic: string, from: readonly number[]): Promise<readonly number[]> {
  const ends = (await lab.broker.offsets(topic)).map(({ end }) => end);
  const gone = from.map((start, partition) =>
    partition % 3 === 0 ? start + Math.floor(((ends[partition] ?? start) - start) / 2) : start,
  );
  await lab.servers.admin(async (admin) => {
    // the library deletes only of topics that it was asked about before
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({
      topic,
      partitions: gone.flatMap((offset, partition) =>
        offset > (from[partition] ?? 0) ? [{ partition, offset: String(offset) }] : [],
      ),
    });
  });
  return gone;
}
