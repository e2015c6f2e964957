import { createWriteStream, mkdirSync, type WriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { Command } from 'commander';
import { isBalanced } from '../audit/balance.ts';
import { closePorts, localPorts } from '../local-ports.ts';
import type { StoredRecord } from '../ports.ts';
import { type Replayed, replay } from '../replay.ts';
import { quietLogger, unmeasured } from '../shell/quiet.ts';
import { toOcsfJson } from '../stages/alerts/ocsf-json.ts';
import type { ScoredEvent } from '../stages/inference/ports.ts';
import { formatOption, tenantOption, wholeNumber } from './arguments.ts';
import { EXIT, Failure } from './failure.ts';
import { data, say } from './output.ts';
import { progressLine } from './progress.ts';
import { tellModels } from './tell-models.ts';

interface Flags {
  readonly format: string;
  readonly tenant: string;
  readonly models?: string;
  readonly rules?: string;
  readonly partitions?: number;
  readonly out: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ vedette replay samples/lsass-logonpasswords.jsonl.zst --out out
  $ zcat conn.log.gz | vedette replay - --format zeek_conn --out out
  $ vedette replay hosts/*/*.ndjson.zst --tenant acme --partitions 1 --out out

Writes to the folder of --out:
  scores.ndjson        one line per event that was scored: time, host, score, confidence, event, detectors
  alerts.ndjson        OCSF Detection Findings (2004), last revision of each last
  incidents.ndjson     OCSF Incident Findings (2005), last revision of each last
  dead-letters.ndjson  what could not be read: stage, reason, event, size
  ledger.json          what every stage did with every record
`;

interface Told extends Replayed {
  /** Configured models that do not serve. */
  readonly degraded: readonly string[];
}

/** `vedette replay FILE... --out DIR` */
export function replayCommand(): Command {
  return new Command('replay')
    .description('run files of telemetry through the whole chain in event time, on this machine alone')
    .argument('<file...>', 'plain, .gz or .zst; - is stdin; several are merged by event time')
    .requiredOption('--out <dir>', 'folder for the results')
    .addOption(formatOption())
    .addOption(tenantOption('tenant of lines that name none'))
    .option('--models <dir>', 'folder of models instead of the shipped ones')
    .option('--rules <path>', 'folder or archive of rules instead of the shipped ones')
    .option('--partitions <n>', 'partitions of every keyed topic (default: as in topics/)', wholeNumber(1))
    .option('--json', 'print the summary as JSON')
    .addHelpText('before', EXAMPLES)
    .action(run);
}

async function run(files: string[], flags: Flags): Promise<void> {
  mkdirSync(flags.out, { recursive: true });
  const out = outputs(flags.out);
  const progress = progressLine();
  const ports = await localPorts({
    tenant: flags.tenant,
    ...(flags.models && { models: flags.models }),
    ...(flags.rules && { rules: flags.rules }),
  });
  const degraded = tellModels(ports.inference);
  let alerts = 0;
  const startedAt = performance.now();
  const replaying = replay({
    files,
    tenant: '',
    format: flags.format,
    ...(flags.partitions && { partitions: flags.partitions }),
    ports,
    logger: quietLogger,
    metrics: unmeasured,
    onScore: (scored, place) => out.scores.write(scoreLine(scored, place)),
    onAlert(alert) {
      alerts += alert.activity_id === 1 ? 1 : 0;
      out.alerts.write(`${JSON.stringify(toOcsfJson(alert))}\n`);
    },
    onIncident: (incident) => out.incidents.write(`${JSON.stringify(toOcsfJson(incident))}\n`),
    onDeadLetter: (stage, record) => out.deadLetters.write(deadLetterLine(stage, record)),
    onProgress: (lines, time) => progress.show(lines, time, alerts),
  });
  const written = Promise.all(Object.values(out).map((stream) => finished(stream)));
  // a full disk ends the replay at once; without a fault nothing is written to the end before it is over
  await Promise.race([replaying, written]);
  const replayed = await replaying;
  progress.end();
  await closePorts(ports);
  for (const stream of Object.values(out)) stream.end();
  await written;
  finish({ ...replayed, degraded }, alerts, performance.now() - startedAt, flags);
}

/** The ledger last, and a replay that lost a record is a failure. */
function finish(replayed: Told, alerts: number, ms: number, flags: Flags): void {
  const { findings, ledger } = replayed;
  const balances = isBalanced(findings);
  const path = join(flags.out, 'ledger.json');
  writeFileSync(path, `${JSON.stringify({ balances, findings, ...ledger }, null, 1)}\n`);
  summary(replayed, alerts, ms, flags);
  if (!balances) throw new Failure(EXIT.difference, `the ledger does not balance: see ${path}`);
}

function outputs(folder: string): Record<'scores' | 'alerts' | 'incidents' | 'deadLetters', WriteStream> {
  const open = (name: string) => createWriteStream(join(folder, name), { highWaterMark: 1 << 20 });
  return {
    scores: open('scores.ndjson'),
    alerts: open('alerts.ndjson'),
    incidents: open('incidents.ndjson'),
    deadLetters: open('dead-letters.ndjson'),
  };
}

function scoreLine({ event, score, confidence, detectors }: ScoredEvent, place: string): string {
  return `${JSON.stringify({ time: event.time, host: event.host, score, confidence, event: place, detectors })}\n`;
}

function deadLetterLine(stage: string, { headers, value }: StoredRecord): string {
  const text = (name: string) => Buffer.from(headers[name] ?? []).toString();
  const line = { stage, reason: text('dlq.reason-code'), event: text('ce_id'), bytes: value?.length ?? 0 };
  return `${JSON.stringify(line)}\n`;
}

function summary({ lines, ledger, degraded }: Told, alerts: number, ms: number, { out, json }: Flags): void {
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  const deadLettered = ledger.partitions.reduce((total, one) => total + sum(one.deadLettered), 0);
  const told = {
    lines,
    alerts,
    deadLettered,
    degraded,
    seconds: Number((ms / 1000).toFixed(2)),
    linesPerSecond: Math.round((lines / ms) * 1000),
    out,
  };
  if (json) data(JSON.stringify(told));
  else
    say(
      `${lines} lines, ${alerts} alerts, ${deadLettered} dead letters in ${told.seconds} s (${told.linesPerSecond} lines/s); see ${out}`,
    );
}
