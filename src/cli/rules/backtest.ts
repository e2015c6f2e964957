import { Command } from 'commander';
import { SigmaEngine } from '../../detectors/sigma/engine.ts';
import { fileNames, readLines } from '../../source/lines.ts';
import { EXIT, Failure } from '../failure.ts';
import { data, escaped, json, say } from '../output.ts';
import { Comparison, type Difference } from './comparison.ts';
import type { Named } from './sighting.ts';
import { formatOption, readerOf, Unread, usableRules } from './telemetry.ts';

const EXAMPLES = `
Examples:
  $ vedette rules backtest --rules rules/ --against rules.old/ week.ndjson.zst
  $ vedette rules backtest --rules new.yml --against old.yml events.ndjson --format prepared --json

Says by rule which matches are added and which are lost, with the first events of each. Correlations are left out.
`;

interface Flags {
  readonly rules: string;
  readonly against: string;
  readonly format: string;
  readonly json?: boolean;
}

/** `vedette rules backtest --rules NEW --against OLD FILE...` */
export function backtestCommand(): Command {
  return new Command('backtest')
    .description('say what changed rules match that the old ones did not, and the other way round')
    .argument('<file...>', 'plain, .gz or .zst; - is stdin')
    .requiredOption('--rules <path>', 'the new rules: folder, .tar.zst or .tar.gz, or one file')
    .requiredOption('--against <path>', 'the old rules')
    .addOption(formatOption())
    .option('--json', 'print as JSON')
    .addHelpText('before', EXAMPLES)
    .action(backtest);
}

async function backtest(files: readonly string[], flags: Flags): Promise<void> {
  const [now, before] = [await engineOf(flags.rules), await engineOf(flags.against)];
  const read = readerOf(flags.format);
  const comparison = new Comparison();
  const unread = new Unread();
  const names = fileNames(files);
  let events = 0;
  for (const [index, file] of files.entries())
    for await (const lines of readLines(file, names[index]))
      for (const line of lines) {
        const seen = read(line);
        if (seen.kind === 'unread') unread.add(line, seen.why);
        if (seen.kind !== 'event') continue;
        events += 1;
        comparison.add(now.match(seen.sources, seen.fields), before.match(seen.sources, seen.fields), seen.named);
      }
  const { differences } = comparison;
  if (flags.json) json({ events, rules: differences });
  else for (const difference of differences) data(escaped(lineOf(difference)));
  unread.end();
  const summary = `${events} events, ${differences.length} rules with differences`;
  if (differences.length > 0) throw new Failure(EXIT.difference, summary);
  say(summary);
}

const engineOf = async (path: string): Promise<SigmaEngine> => new SigmaEngine((await usableRules(path)).rules);

const lineOf = ({ rule, title, added, lost }: Difference): string =>
  `${rule}: +${added.count} -${lost.count}${firstOf('+', added.first)}${firstOf('-', lost.first)} (${title})`;

const firstOf = (sign: string, events: readonly Named[]): string =>
  events.map((named) => ` ${sign}${Object.values(named).join(':')}`).join('');
