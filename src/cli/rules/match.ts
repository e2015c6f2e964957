import { once } from 'node:events';
import { Command, Option } from 'commander';
import { SigmaEngine } from '../../detectors/sigma/engine.ts';
import { fileNames, type Line, readLines } from '../../source/lines.ts';
import { formatName } from '../arguments.ts';
import { EXIT, Failure, usageFailure } from '../failure.ts';
import { escaped, say } from '../output.ts';
import { faultLine } from './fault-line.ts';
import { readPrepared } from './prepared.ts';
import { type Naming, rawReader } from './raw-lines.ts';
import { loadedRules } from './rule-files.ts';
import type { ReadLine } from './sighting.ts';

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

const PREPARED = 'prepared';

/** `vedette rules match --rules DIR|ARCHIVE FILE...` */
export function matchCommand(): Command {
  return new Command('match')
    .description('say which rules match which events')
    .argument('<file...>', 'plain, .gz or .zst; - is stdin')
    .requiredOption('--rules <path>', 'folder, .tar.zst or .tar.gz of Sigma rules, or one file')
    .addOption(
      new Option('--format <name>', `format of the lines, or ${PREPARED}`)
        .default('', 'auto')
        .argParser((text) => formatName(text, PREPARED)),
    )
    .addOption(new Option('--number <what>', 'what a match is named by').choices(['lines', 'events']))
    .addHelpText('before', EXAMPLES)
    .action(match);
}

const FIRST_FAULTS = 20;

async function match(files: readonly string[], { rules: path, format, number }: Flags): Promise<void> {
  const read = readerOf(format, number);
  const { rules, faults } = await loadedRules(path);
  for (const fault of faults.slice(0, FIRST_FAULTS)) say(escaped(faultLine(fault)));
  if (faults.length > 0) say(`${rules.length} rules loaded, ${faults.length} faults: vedette rules check shows all`);
  if (rules.length === 0) throw usageFailure(`${path}: no rule could be loaded`);
  const engine = new SigmaEngine(rules);
  const unread = new Unread();
  const names = fileNames(files);
  for (const [index, file] of files.entries())
    for await (const lines of readLines(file, names[index])) await write(matches(lines, read, engine, unread));
  unread.end();
}

function readerOf(format: string, number: Naming | undefined): ReadLine {
  if (format !== PREPARED) return rawReader(format, number ?? 'lines', Date.now());
  if (number !== undefined) throw usageFailure('--number: prepared events bear their numbers; leave it out');
  return readPrepared;
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

/** Waits where the reader is slower. */
async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}

const FIRST_LINES = 10;

/** Lines that are no events: the first are named, all are counted. */
class Unread {
  #count = 0;

  add({ file, number }: Line, why: string): void {
    this.#count += 1;
    if (this.#count <= FIRST_LINES) say(escaped(`${file}:${number}: ${why}`));
  }

  end(): void {
    if (this.#count > 0) throw new Failure(EXIT.difference, `${this.#count} lines are no events`);
  }
}
