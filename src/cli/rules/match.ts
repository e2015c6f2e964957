import { Command, Option } from 'commander';
import { SigmaEngine } from '../../detectors/sigma/engine.ts';
import { fileNames, type Line, readLines } from '../../source/lines.ts';
import { write } from '../output.ts';
import type { Naming } from './raw-lines.ts';
import type { ReadLine } from './sighting.ts';
import { formatOption, readerOf, Unread, usableRules } from './telemetry.ts';

const EXAMPLES = `
Examples:
  $ vedette rules match --rules rules/ security.ndjson.zst         any telemetry that intake knows
  $ tail -F access.log | vedette rules match --rules sigma.tar.zst - --format combined
  $ vedette rules match --rules rules/ zeek/*.log.gz --number events > matches.ndjson
  $ vedette rules match --rules rules/ events.ndjson --format prepared

Writes a line for each match; with --number events the event's number over all files, headers left out:
  {"file":"security.ndjson.zst","line":17,"rule":"5f0c8d5e-1b3a-4c1c-9d63-0d2f2c1e8a11"}
  {"event":16,"rule":"5f0c8d5e-1b3a-4c1c-9d63-0d2f2c1e8a11"}

Prepared events bear their log sources and their number:
  {"event":0,"logsources":[{"product":"windows","service":"security"}],"fields":{"EventID":4624}}
`;

interface Flags {
  readonly rules: string;
  readonly format: string;
  readonly number?: Naming;
}

/** `vedette rules match --rules DIR|ARCHIVE FILE...` */
export function matchCommand(): Command {
  return new Command('match')
    .description('say which rules match which events')
    .argument('<file...>', 'plain, .gz or .zst; - is stdin')
    .requiredOption('--rules <path>', 'folder, .tar.zst or .tar.gz of Sigma rules, or one file')
    .addOption(formatOption())
    .addOption(new Option('--number <what>', 'what a match is named by').choices(['lines', 'events']))
    .addHelpText('before', EXAMPLES)
    .action(match);
}

async function match(files: readonly string[], { rules: path, format, number }: Flags): Promise<void> {
  const read = readerOf(format, number);
  const { rules } = await usableRules(path);
  const engine = new SigmaEngine(rules);
  const unread = new Unread();
  const names = fileNames(files);
  for (const [index, file] of files.entries())
    for await (const lines of readLines(file, names[index])) await write(matches(lines, read, engine, unread));
  unread.end();
}

function matches(lines: readonly Line[], read: ReadLine, engine: SigmaEngine, unread: Unread): string {
  let text = '';
  for (const line of lines) {
    const seen = read(line);
    if (seen.kind === 'unread') unread.add(line, seen.why);
    else if (seen.kind === 'event')
      for (const { id } of engine.match(seen.sources, seen.fields))
        text += `${JSON.stringify({ ...seen.named, rule: id })}\n`;
  }
  return text;
}
