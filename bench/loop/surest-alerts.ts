import { basename } from 'node:path';
import {
  type EventCore,
  type EvidenceRow,
  type FeatureRow,
  TELEMETRY_FEATURES,
  TELEMETRY_SIGNALS,
  TOPICS,
} from '../../src/domain/contracts.gen.ts';
import { localPorts } from '../../src/local-ports.ts';
import { memoryBroker } from '../../src/memory/broker.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import { decoded, sink } from '../../src/memory/sink.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import { type AnyStage, runStage } from '../../src/runner.ts';
import { quietLogger, unmeasured } from '../../src/shell/quiet.ts';
import { mergeFiles } from '../../src/source/merge.ts';
import { places } from '../../src/source/places.ts';
import { rawSource } from '../../src/source/raw-records.ts';
import type { ScoredEvent } from '../../src/stages/inference/ports.ts';
import { DETECTION, HEARD_TOPICS } from '../../src/topology.ts';
import { attackLines, type Scenario } from '../detection/ait-telemetry.ts';

/** An alert as an analyst would get it: what the models saw of a host in an hour, and what the labels say of it. */
export interface JudgedHour {
  readonly host: string;
  readonly rows: readonly { readonly event: EventCore; readonly row: EvidenceRow; readonly confidence: number }[];
  readonly isAttack: boolean;
}

interface Hour {
  readonly host: string;
  rows: (JudgedHour['rows'][number] & { readonly place: string })[];
}

const HOUR_MS = 3_600_000;
const MOST_ROWS = 10;
const CHUNK = 512;

/** The `count` host-hours that the ensemble in force is surest of, over all scenarios, each with its surest rows above the lowest of them. */
export async function surestAlerts(scenarios: readonly Scenario[], count: number): Promise<readonly JudgedHour[]> {
  const hours: Hour[] = [];
  const attacks = new Set<string>();
  for (const one of scenarios) {
    hours.push(...(await hoursOf(one)));
    for (const { place } of attackLines(one)) attacks.add(place);
  }
  const surest = hours.toSorted((a, b) => topOf(b) - topOf(a)).slice(0, count);
  const bar = Math.min(...surest.map(topOf));
  return surest.map(({ host, rows }) => {
    const above = rows.filter(({ confidence }) => confidence >= bar);
    return { host, rows: above, isAttack: above.some(({ place }) => attacks.has(place)) };
  });
}

const topOf = ({ rows }: Hour): number => rows[0]?.confidence ?? 0;

/** Host-hours of a scenario, each with its surest rows, from the stages up to inference in this process. */
async function hoursOf({ name, telemetry }: Scenario): Promise<readonly Hour[]> {
  const hours = new Map<string, Hour>();
  const rows: FeatureRow[] = [];
  const scored: ScoredEvent[] = [];
  let now = 0;
  const topics = TOPICS.map((topic) => ({ name: topic.name, partitions: 1 }));
  const broker = memoryBroker({ topics, now: () => now, drive: 'manual', maxBatch: CHUNK, trim: true });
  const codec = memoryCodec();
  const ports = await localPorts({ tenant: name });
  const withScores = {
    ...ports,
    inference: { ...ports.inference, scores: (one: ScoredEvent) => void scored.push(one) },
  };
  const clock = { now: () => now, sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };
  const world = { broker, codec, clock, store: memoryStateStore(), logger: quietLogger, metrics: unmeasured };
  const limits = { controlEveryMs: 0, trustSource: true, retryLimitMs: 60_000, epoch: 0, heardTopics: HEARD_TOPICS };
  const running = [];
  for (const stage of DETECTION.slice(0, 3) as unknown as readonly AnyStage[]) {
    const room = await stage.open(withScores[stage.name as keyof typeof withScores]);
    running.push(await runStage(stage, room, world, limits));
  }
  await sink(
    broker,
    TELEMETRY_FEATURES.name,
    decoded(codec, TELEMETRY_FEATURES, (row) => void (row.vector.length > 0 && rows.push(row))),
  );
  await sink(broker, TELEMETRY_SIGNALS.name, () => {});
  const place = places();
  const source = rawSource({ tenant: name, format: '', partitions: 1 });
  const producer = await broker.producer();
  for await (const lines of mergeFiles([telemetry], CHUNK)) {
    const sends = source.records(lines);
    place.note(sends);
    now = Math.max(0, source.clock.now);
    await producer.send(sends);
    while (await broker.pump());
    // one partition: rows are scored in the order in which they were made
    for (const { event, confidence } of scored) {
      const row = rows.shift() as FeatureRow;
      keep(hours, { event, row: evidenceRow(row), confidence, place: place.of(0, event.rawOffset) }, name);
    }
    scored.length = 0;
  }
  for (const stage of running) await stage.close();
  await Promise.all([ports.inference.model.close(), ports.features.yara?.close()]);
  if (hours.size === 0) throw new Error(`${basename(telemetry)} gave no rows`);
  return [...hours.values()];
}

function keep(hours: Map<string, Hour>, row: Hour['rows'][number], network: string): void {
  const { host, time } = row.event;
  const key = `${host} ${Math.floor(time / HOUR_MS)}`;
  const hour = hours.get(key) ?? { host: `${host}.${network}`, rows: [] };
  hours.set(key, hour);
  if (hour.rows.length >= MOST_ROWS && row.confidence <= (hour.rows.at(-1)?.confidence ?? 0)) return;
  hour.rows = [...hour.rows, row].sort((a, b) => b.confidence - a.confidence).slice(0, MOST_ROWS);
}

const evidenceRow = ({ featureHash, vector, tokens, codes, text }: FeatureRow): EvidenceRow => ({
  featureHash,
  ...{ vector: vector.slice(), tokens: tokens.slice(), codes: codes.slice(), text: text.slice() },
});
