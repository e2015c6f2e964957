import { once } from 'node:events';
import { Command, Option } from 'commander';
import { SigmaEngine } from '../../detectors/sigma/engine.ts';
import { fileNames, type Line, readLines } from '../../source/lines.ts';
import { EXIT, Failure, usageFailure } from '../failure.ts';
import { escaped, say } from '../output.ts';
import { faultLine } from './fault-line.ts';
import { preparedOf } from './prepared.ts';
import { loadedRules } from './rule-files.ts';

const EXAMPLES = `
Examples:
  $ vedette rules match --rules rules/ events.ndjson.zst --format prepared
  $ prepare events.jsonl | vedette rules match --rules sigma.tar.zst - --format prepared > matches.ndjson

Reads events with their log sources, one to a line:
  {"event":0,"logsources":[{"product":"windows","service":"security"}],"fields":{"EventID":4624}}
Writes a line for each match:
  {"event":0,"rule":"5f0c8d5e-1b3a-4c1c-9d63-0d2f2c1e8a11"}
`;

interface Flags {
  readonly rules: string;
}

/** `vedette rules match --rules DIR|ARCHIVE FILE...` */
export function matchCommand(): Command {
  return new Command('match')
    .description('say which rules match which events')
    .argument('<file...>', 'plain, .gz or .zst; - is stdin')
    .requiredOption('--rules <path>', 'folder, .tar.zst or .tar.gz of Sigma rules, or one file')
    .addOption(new Option('--format <name>', 'how the events are written').choices(['prepared']).makeOptionMandatory())
    .addHelpText('before', EXAMPLES)
    .action(match);
}

const FIRST_FAULTS = 20;

async function match(files: readonly string[], { rules: path }: Flags): Promise<void> {
  const { rules, faults } = await loadedRules(path);
  for (const fault of faults.slice(0, FIRST_FAULTS)) say(escaped(faultLine(fault)));
  if (faults.length > 0) say(`${rules.length} rules loaded, ${faults.length} faults: vedette rules check shows all`);
  if (rules.length === 0) throw usageFailure(`${path}: no rule could be loaded`);
  const engine = new SigmaEngine(rules);
  const unread = new Unread();
  const names = fileNames(files);
  for (const [index, file] of files.entries())
    for await (const lines of readLines(file, names[index])) await write(matches(lines, engine, unread));
  unread.end();
}

function matches(lines: readonly Line[], engine: SigmaEngine, unread: Unread): string {
  let text = '';
  for (const line of lines) {
    const prepared = preparedOf(line.bytes.toString());
    if (prepared === null) unread.add(line);
    else
      for (const { id } of engine.match(prepared.logsources, prepared.fields))
        text += `{"event":${prepared.event},"rule":${JSON.stringify(id)}}\n`;
  }
  return text;
}

/** Waits where the reader is slower. */
async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}

const FIRST_LINES = 10;

/** Lines that are no prepared events: the first are named, all are counted. */
class Unread {
  #count = 0;

  add({ file, number }: Line): void {
    this.#count += 1;
    if (this.#count <= FIRST_LINES) say(escaped(`${file}:${number}: not a prepared event`));
  }

  end(): void {
    if (this.#count > 0) throw new Failure(EXIT.difference, `${this.#count} lines are not prepared events`);
  }
}
