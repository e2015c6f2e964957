import { Command } from 'commander';
import { balance, type Finding, isBalanced } from '../audit/balance.ts';
import { locate } from '../audit/locate.ts';
import { type AuditRow, auditRows } from '../audit/report.ts';
import { summarise } from '../audit/summarise.ts';
import { readEnvironment } from '../environment.ts';
import { kafkaBroker } from '../shell/kafka/broker.ts';
import { quietLogger } from '../shell/quiet.ts';
import { registryCodec } from '../shell/schema-registry/codec.ts';
import { registryClient } from '../shell/schema-registry/registry-client.ts';
import { DETECTION } from '../topology.ts';
import { wholeNumber } from './arguments.ts';
import { EXIT, Failure } from './failure.ts';
import { data, json, say, table } from './output.ts';
import { readArrived } from './read-arrived.ts';
import { type Reading, readLedger } from './read-ledger.ts';
import { readerGroups } from './readers.ts';

interface Flags {
  readonly json?: boolean;
  readonly wait: number;
}

const EXAMPLES = `
Examples:
  $ vedette audit             was anything lost? exit 1 when the ledger does not balance
  $ vedette audit --wait 60   give stages that are behind a minute to catch up
  $ vedette audit --json | jq '.findings'

Within a stage: in = forwarded + dropped + dead-lettered + repeated, over ranges without gap or overlap.
Between stages: what one says it sent to a partition, the next must have accepted, once it has read to the end.
Of a loss the log of the partition tells which offsets of the sender's input the missing records were made of.
`;

/** `vedette audit` */
export function auditCommand(): Command {
  return new Command('audit')
    .description('prove from the ledger topic that nothing was lost')
    .option('--wait <seconds>', 'how long stages that are behind are waited for', wholeNumber(0), 10)
    .option('--json', 'print rows, findings and the verdict as JSON')
    .addHelpText('before', EXAMPLES)
    .action(audit);
}

async function audit(flags: Flags): Promise<void> {
  const environment = readEnvironment(process.env);
  const broker = kafkaBroker(environment.kafka, quietLogger, readerGroups('audit'));
  try {
    const codec = registryCodec(registryClient(environment.registry));
    const reading = await readLedger(broker, codec, flags.wait * 1000);
    const findings = balance(reading.entries, reading.live);
    const places = locate(reading.entries, findings, await readArrived(broker, findings));
    show(reading, [...findings, ...places], flags);
  } finally {
    await broker.close();
  }
}

function show({ entries, ends, unreadable }: Reading, findings: readonly Finding[], flags: Flags): void {
  const summary = summarise(entries);
  const order = DETECTION.map((stage) => stage.name);
  const rows = auditRows(summary, findings, order, ends);
  const balanced = isBalanced(findings) && unreadable === 0;
  if (flags.json) json({ balanced, rows, findings, unreadable });
  else {
    data(table(HEAD, rows.map(cells)));
    for (const { severity, stage, partition, message } of findings)
      data(`${severity}  ${stage}/${partition}: ${message}`);
  }
  if (unreadable > 0) say(`${unreadable} entries of the ledger could not be read`);
  if (!balanced) throw new Failure(EXIT.difference, 'the ledger does not balance');
  say(entries.length === 0 ? 'the ledger is empty: no stage has run yet' : 'the ledger balances: nothing was lost');
}

const HEAD = [
  '',
  'from',
  'to',
  'behind',
  'in',
  'forwarded',
  'repeated',
  'late',
  'evicted',
  'dropped',
  'dead-lettered',
  '',
];

const cells = (row: AuditRow): readonly (string | number)[] => [
  ...[row.place, row.from, row.to, row.behind ?? 0, row.in, row.forwarded, row.repeated, row.late, row.evicted],
  ...[row.dropped, row.deadLettered, row.isBalanced ? 'balances' : 'DOES NOT BALANCE'],
];
