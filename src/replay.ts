/** Files of telemetry through the whole chain in event time, as fast as it goes, on the embedded broker. */
import { balance, type Finding } from './audit/balance.ts';
import { type LedgerSummary, summarise } from './audit/summarise.ts';
import type { DetectionFinding, IncidentFinding } from './domain/contracts.gen.ts';
import { embedded } from './embedded.ts';
import type { Logger, Metrics, StoredRecord } from './ports.ts';
import { mergeFiles } from './source/merge.ts';
import { places } from './source/places.ts';
import { rawSource } from './source/raw-records.ts';
import type { DetectionPorts } from './stage-ports.ts';
import type { ScoredEvent } from './stages/inference/ports.ts';

export interface ReplayOptions {
  readonly files: readonly string[];
  readonly tenant: string;
  /** Empty: detected. */
  readonly format: string;
  readonly partitions?: number;
  readonly ports: DetectionPorts;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly onAlert: (alert: DetectionFinding) => void;
  readonly onIncident: (incident: IncidentFinding) => void;
  /** With the "<file>:<line>" that the record was. */
  readonly onScore?: (scored: ScoredEvent, place: string) => void;
  readonly onDeadLetter: (stage: string, record: StoredRecord) => void;
  /** Lines read and event time reached, after each list of lines. */
  readonly onProgress?: (lines: number, time: number) => void;
}

export interface Replayed {
  readonly lines: number;
  readonly ledger: LedgerSummary;
  /** Where the ledger does not add up; empty when nothing was lost. */
  readonly findings: readonly Finding[];
}

/** Lines fed at once: no more than one partition takes in one round, so that nothing piles up. */
const CHUNK = 512;

/** Same input, same output. Rejects when a file cannot be read or a stage fails. */
export async function replay(options: ReplayOptions): Promise<Replayed> {
  const place = places();
  const onScore = options.onScore;
  const scores =
    onScore && ((scored: ScoredEvent) => onScore(scored, place.of(scored.event.rawPartition, scored.event.rawOffset)));
  const ports = scores ? { ...options.ports, inference: { ...options.ports.inference, scores } } : options.ports;
  const { logger, metrics, onAlert, onIncident, onDeadLetter, partitions } = options;
  const chain = await embedded({
    ports,
    logger,
    metrics,
    onAlert,
    onIncident,
    onDeadLetter,
    ...(partitions && { partitions }),
  });
  const source = rawSource({ tenant: options.tenant, format: options.format, partitions: chain.rawPartitions });
  let lines = 0;
  for await (const chunk of mergeFiles(options.files, CHUNK)) {
    const sends = source.records(chunk);
    if (scores) place.note(sends);
    await chain.feed(sends, Math.max(0, source.clock.now));
    lines += chunk.length;
    options.onProgress?.(lines, source.clock.now);
  }
  await chain.feed(source.end(), Math.max(0, source.clock.now));
  await chain.settle();
  await chain.close();
  return { lines, ledger: summarise(chain.ledger()), findings: balance(chain.ledger()) };
}
