import { Command } from 'commander';
import { TELEMETRY_RAW } from '../domain/contracts.gen.ts';
import { readEnvironment } from '../environment.ts';
import type { Producer, Send } from '../ports.ts';
import { CONTROL_HEADER } from '../runner/watermark.ts';
import { missingTopic } from '../runner.ts';
import { kafkaBroker } from '../shell/kafka/broker.ts';
import { quietLogger } from '../shell/quiet.ts';
import { mergeFiles } from '../source/merge.ts';
import { rawSource } from '../source/raw-records.ts';
import { formatOption, tenantOption, wholeNumber } from './arguments.ts';
import { json, say } from './output.ts';
import { pacer } from './pacer.ts';
import { progressLine } from './progress.ts';

interface Flags {
  readonly rate?: number;
  readonly tenant: string;
  readonly format: string;
  readonly end?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ vedette produce auth.log --tenant acme
  $ tail -F access.log | vedette produce - --format combined
  $ vedette produce hosts/*.ndjson.zst --rate 1000
  $ vedette produce samples/lsass-logonpasswords.jsonl.zst --end   a whole replay, for stages with VEDETTE_TRUST_SOURCE=true
`;

/** `vedette produce FILE...` */
export function produceCommand(): Command {
  return new Command('produce')
    .description('publish lines of telemetry to telemetry.raw.v1')
    .argument('<file...>', 'plain, .gz or .zst; - is stdin; several are merged by event time')
    .option('--rate <n>', 'lines a second at most', wholeNumber(1))
    .addOption(tenantOption('tenant of the lines (default: as the intake stage is configured)', ''))
    .addOption(formatOption())
    .option('--end', 'say how far the time of the source is and, at last, that nothing more will come')
    .option('--json', 'print the summary as JSON')
    .addHelpText('before', EXAMPLES)
    .action(produce);
}

/** Small enough that a rate is kept evenly, large enough for one request. */
const linesAtOnce = (rate: number | undefined): number =>
  Math.max(1, Math.min(1000, Math.floor((rate ?? 20_000) / 20)));

async function produce(files: string[], flags: Flags): Promise<void> {
  const broker = kafkaBroker(readEnvironment(process.env).kafka, quietLogger);
  const partitions = await broker.partitions(TELEMETRY_RAW.name);
  if (partitions === null) throw missingTopic(TELEMETRY_RAW.name);
  const producer = await broker.producer();
  try {
    const told = await publish(files, flags, partitions, producer);
    if (flags.json) json(told);
    else say(`${told.lines} lines in ${told.seconds} s`);
  } finally {
    await producer.close();
    await broker.close();
  }
}

async function publish(
  files: readonly string[],
  { rate, tenant, format, end }: Flags,
  partitions: number,
  producer: Producer,
) {
  const source = rawSource({ tenant, format, partitions });
  const progress = progressLine();
  const pace = pacer(rate);
  const startedAt = performance.now();
  let lines = 0;
  for await (const chunk of mergeFiles(files, linesAtOnce(rate))) {
    const sends = source.records(chunk);
    await producer.send(end ? sends : sends.filter(isTelemetry));
    lines += chunk.length;
    progress.show(lines, source.clock.now, 0);
    await pace(lines);
  }
  if (end) await producer.send(source.end());
  progress.end();
  return { lines, seconds: Number(((performance.now() - startedAt) / 1000).toFixed(2)) };
}

/** A live chain takes its time from the broker and refuses what a source says about it. */
const isTelemetry = ({ headers }: Send): boolean => headers[CONTROL_HEADER] === undefined;
