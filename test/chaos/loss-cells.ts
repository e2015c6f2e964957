import { TELEMETRY_FEATURES } from '../../src/domain/contracts.gen.ts';
import { ORIGIN_HEADER } from '../../src/runner/decode.ts';
import { parseOrigin } from '../../src/runner/origin.ts';
import { play } from './acts.ts';
import { auditOf, sum } from './audited.ts';
import { type Cell, cell } from './cell.ts';
import type { Lab } from './lab.ts';
import { divertedName, openProxy } from './proxy.ts';
import type { Outcome, Size } from './result.ts';

const RECORDS: Readonly<Record<Size, number>> = { small: 3_000, full: 40_000 };
const PARTITIONS = 12;
const DIVERTED = { small: 2, full: 6 } as const;
const TOPIC = TELEMETRY_FEATURES.name;
const TRASH = divertedName(TOPIC);

/** Losses that no stage can see, made to be found by the audit. */
export const LOSS_CELLS: readonly Cell[] = [
  cell(
    'audit-acked-and-dropped',
    'some produce requests of features are acknowledged, but their records of telemetry.features are stored nowhere',
    'audit names the receiving partitions with the number that each lacks, and the offsets of the input that the records were made of; nothing else is lost',
    ackedAndDropped,
  ),
];

async function ackedAndDropped(lab: Lab, size: Size): Promise<Outcome> {
  const { listenAt, to, variables } = lab.servers.proxied;
  const proxy = await openProxy(listenAt, to);
  try {
    const { outcome, lost } = await play(
      lab,
      { under: 'features', partitions: PARTITIONS, own: variables },
      async (stage) => {
        await lab.servers.admin((admin) =>
          admin.createTopics({ topics: [{ topic: TRASH, numPartitions: PARTITIONS }], waitForLeaders: false }),
        );
        await stage.play(RECORDS[size]);
        await stage.settled();
        const playing = stage.play(Math.floor(RECORDS[size] / 2));
        proxy.divert(TOPIC, DIVERTED[size]);
        await playing;
        await stage.settled();
        proxy.mend();
        await stage.play(Math.floor(RECORDS[size] / 5));
        await stage.settled();
        const gone = await diverted(lab);
        const { faults, lostFrom } = await auditOf(lab);
        const notes = [
          `${proxy.done} requests with ${gone.length} records diverted; audit: ${faults.length} faults, ${sum(lostFrom.map(({ count }) => count))} records at ${lostFrom.length} places`,
        ];
        return { notes, faults: wrong(gone, lostFrom, faults) };
      },
    );
    const [before = 0, hit = 0, after = 0] = lost.map((one) => one.size);
    const found = before + after > 0 || hit === 0 ? [`${before}, ${hit} and ${after} records of the loads lost`] : [];
    return { ...outcome, faults: [...outcome.faults, ...found] };
  } finally {
    await proxy.close();
    await lab.servers.admin((admin) => admin.deleteTopics({ topics: [TRASH] })).catch(() => {});
  }
}

interface Gone {
  /** Partition of telemetry.features that lacks it. */
  readonly partition: number;
  /** What it was made of: a partition of telemetry.events and an offset. */
  readonly from: number;
  readonly offset: number;
}

async function diverted({ broker }: Lab): Promise<readonly Gone[]> {
  const gone: Gone[] = [];
  for await (const { partition, headers } of broker.readAll(TRASH)) {
    const origin = parseOrigin(Buffer.from(headers[ORIGIN_HEADER] ?? []).toString());
    if (origin) gone.push({ partition, from: Number(origin.sender.split('/')[1]), offset: origin.offset });
  }
  return gone;
}

type Places = Awaited<ReturnType<typeof auditOf>>['lostFrom'];

function wrong(gone: readonly Gone[], places: Places, faults: readonly string[]): readonly string[] {
  const unnamed = gone.filter(
    ({ from, offset }) =>
      !places.some(
        (one) => one.stage === 'features' && one.partition === from && one.from <= offset && offset < one.to,
      ),
  );
  const counted = sum(places.map(({ count }) => count));
  const receivers = new Set(gone.map(({ partition }) => `inference/${partition}`));
  const unblamed = [...receivers].filter((receiver) => !faults.some((text) => text.startsWith(`${receiver}: `)));
  const strange = faults.filter((text) => !/^(inference|features)\/\d+: /.test(text));
  return [
    ...(gone.length === 0 ? ['nothing was diverted'] : []),
    ...(unnamed.length > 0 ? [`audit names no place for ${unnamed.length} of ${gone.length} records`] : []),
    ...(counted === gone.length ? [] : [`audit counts ${counted} records at its places, ${gone.length} are gone`]),
    ...unblamed.map((receiver) => `audit does not say that ${receiver} lacks records`),
    ...strange.map((text) => `audit also says: ${text}`),
  ];
}
