import { Command } from 'commander';
import { readEnvironment } from '../environment.ts';
import type { Broker } from '../ports.ts';
import { kafkaBroker } from '../shell/kafka/broker.ts';
import { quietLogger } from '../shell/quiet.ts';
import { STAGES } from '../topology.ts';
import { wholeNumber } from './arguments.ts';
import type { DeadLetter } from './dead-letters.ts';
import { usageFailure } from './failure.ts';
import { data, escaped, json, say, table } from './output.ts';
import { readerGroups } from './readers.ts';
import { chosen, redrive } from './redrive.ts';

interface Flags {
  readonly stage?: string;
  readonly reason?: string;
  readonly from: number;
  readonly limit?: number;
  readonly json?: boolean;
  readonly showValue?: boolean;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
Examples:
  $ vedette dlq list                                            the newest thing to know: what could not be read, and why
  $ vedette dlq list --stage intake --reason unknown_format
  $ vedette dlq redrive --stage intake --reason unknown_format --dry-run
  $ vedette dlq redrive --stage intake --reason unknown_format  once the cause is mended

A dead letter is hostile text: its value is shown only with --show-value, escaped and cut.
Re-driving the same letter of an inner stage twice counts once. Go from old to new: of one reason, a letter that is
older than one already re-driven is taken for a repeat. A letter of intake goes to the raw topic like new telemetry:
twice is two events, unless the event or its ce_id says that they are one.
`;

/** What a list holds in memory before it is printed. */
const SHOWN = 1000;

/** `vedette dlq list|redrive` */
export function dlqCommand(): Command {
  const dlq = new Command('dlq')
    .description('dead letters: see them, send them through again')
    .addHelpText('beforeAll', EXAMPLES);
  const list = shared('list', 'list dead letters, without their values')
    .option('--stage <name>', 'of one stage (default: of all)')
    .option('--limit <n>', 'at most so many of each stage', wholeNumber(1), SHOWN)
    .option('--show-value', 'show the value, escaped and cut at 2,000 characters')
    .action(listLetters);
  const drive = shared('redrive', 'send dead letters to the topic and partition they came from')
    .requiredOption('--stage <name>', 'of this stage')
    .option('--limit <n>', 'at most so many (default: all)', wholeNumber(1))
    .option('--dry-run', 'only count')
    .action(redriveLetters);
  return dlq.addCommand(list).addCommand(drive);
}

const shared = (name: string, about: string) =>
  new Command(name)
    .description(about)
    .option('--reason <code>', 'only letters with this reason')
    .option('--from <offset>', 'only letters from this offset of the dead-letter topic on', wholeNumber(0), 0)
    .option('--json', 'print as JSON');

const stagesOf = (name: string | undefined) => {
  const stages = STAGES.filter((stage) => name === undefined || stage.name === name);
  if (stages.length === 0)
    throw usageFailure(`there is no stage ${name}: take ${STAGES.map((stage) => stage.name).join(', ')}`);
  return stages;
};

const choiceOf = ({ reason, from, limit }: Flags) => ({
  from,
  limit: limit ?? Number.MAX_SAFE_INTEGER,
  ...(reason !== undefined && { reason }),
});

async function withBroker<T>(work: (broker: Broker) => Promise<T>): Promise<T> {
  const broker = kafkaBroker(readEnvironment(process.env).kafka, quietLogger, readerGroups('dlq'));
  try {
    return await work(broker);
  } finally {
    await broker.close();
  }
}

async function listLetters(flags: Flags): Promise<void> {
  const stages = stagesOf(flags.stage);
  const choice = choiceOf(flags);
  const rows = await withBroker(async (broker) => {
    const found = [];
    for (const { name } of stages) {
      for await (const letter of chosen(broker, { stage: name, ...choice })) found.push(rowOf(letter, flags));
    }
    return found;
  });
  if (flags.json) json(rows);
  else if (rows.length > 0)
    data(
      table(
        Object.keys(rows[0] ?? {}),
        rows.map((row) => Object.values(row)),
      ),
    );
  const isCut = stages.some(({ name }) => rows.filter(({ stage }) => stage === name).length >= choice.limit);
  say(`${rows.length} dead letters${isCut ? ' shown, there may be more: see --limit and --from' : ''}`);
}

const VALUE_LIMIT = 2000;

function rowOf(
  { stage, reason, sourceTopic, sourcePartition, sourceOffset, record }: DeadLetter,
  { showValue }: Flags,
) {
  const value = Buffer.from(record.value ?? []);
  return {
    stage,
    offset: record.offset,
    reason: escaped(reason.slice(0, 80)),
    source: escaped(`${sourceTopic.slice(0, 249)}/${sourcePartition}/${sourceOffset}`),
    time: new Date(record.timestamp).toISOString(),
    bytes: value.length,
    ...(showValue && {
      value: escaped(
        value
          .subarray(0, 4 * VALUE_LIMIT)
          .toString()
          .slice(0, VALUE_LIMIT),
      ),
    }),
  };
}

async function redriveLetters(flags: Flags): Promise<void> {
  const [stage] = stagesOf(flags.stage);
  if (!stage) return;
  const choice = { stage: stage.name, reads: stage.reads.name, ...choiceOf(flags) };
  const done = await withBroker(async (broker) => {
    const producer = flags.dryRun ? null : await broker.producer();
    try {
      return await redrive(broker, producer, choice);
    } finally {
      await producer?.close();
    }
  });
  if (flags.json) json(done);
  say(
    `${done.sent} ${flags.dryRun ? 'would be re-driven' : 're-driven'} to ${choice.reads}, ${done.left} cannot go back; next: --from ${done.next}`,
  );
}
