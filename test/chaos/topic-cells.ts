import { setTimeout as sleep } from 'node:timers/promises';
import { TELEMETRY_EVENTS, TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import type { Broker } from '../../src/ports.ts';
import { DETECTION, type StageName } from '../../src/topology.ts';
import { command } from '../e2e/processes.ts';
import { play, type Stage } from './acts.ts';
import { auditOf } from './audited.ts';
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
