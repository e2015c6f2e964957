import { Command, InvalidArgumentError, Option } from 'commander';
import { Desk } from '../../detectors/sigma/correlation/desk.ts';
import type { Firing } from '../../detectors/sigma/correlation/step.ts';
import { SigmaEngine } from '../../detectors/sigma/engine.ts';
import type { Loaded } from '../../detectors/sigma/load.ts';
import type { LogSource } from '../../detectors/sigma/rule.ts';
import { type Line, readLines } from '../../source/lines.ts';
import { formatName } from '../arguments.ts';
import { usageFailure } from '../failure.ts';
import { jsonLine, say, write } from '../output.ts';
import { flatReader } from './flat-lines.ts';
import { rawReader } from './raw-lines.ts';
import type { ReadLine } from './sighting.ts';
import { Unread, usableRules } from './telemetry.ts';

const EXAMPLES = `
Examples:
  $ vedette rules correlate --rules rules/ --events security.ndjson.zst           any telemetry that intake knows
  $ vedette rules correlate --rules brute-force.yml --events logins.ndjson --logsource category=test

With --logsource the lines are JSON with the fields as the rules name them, and a time (--time-field):
  {"timestamp":"2026-03-01T00:00:00Z","kind":"fail","user":"ann"}
Writes a line where a correlation fires, and not again for its group while it goes on firing within its timespan:
  {"rule":"0e95725d-7320-415d-80f7-004da920fc11","group":{"user":"ann"},"event":4}
The event is the one that decided, counted from 0. Correlations that only serve others are told too. Events may come in
any order; absences are told at the end of the file.
`;

interface Flags {
  readonly rules: string;
  readonly events: string;
  readonly logsource?: LogSource;
  readonly timeField: string;
  readonly format: string;
}

/** `vedette rules correlate --rules DIR|ARCHIVE --events FILE` */
export function correlateCommand(): Command {
  return new Command('correlate')
    .description('say where correlations fire over events')
    .requiredOption('--rules <path>', 'folder, .tar.zst or .tar.gz of Sigma rules and correlations, or one file')
    .requiredOption('--events <file>', 'plain, .gz or .zst; - is stdin')
    .addOption(new Option('--format <name>', 'format of the lines').default('', 'auto').argParser(formatName))
    .addOption(new Option('--logsource <names>', 'category=, product=, service= of all events').argParser(logSource))
    .option('--time-field <name>', 'where the time stands, with --logsource', 'timestamp')
    .addHelpText('before', EXAMPLES)
    .action(correlate);
}

/** Reads `category=process_creation,product=windows`. */
function logSource(text: string): LogSource {
  const names = text.split(',').map((part) => part.split('=', 2).map((word) => word.trim()));
  const isRight = names.every(([key = '', name = '']) => /^(?:category|product|service)$/.test(key) && name !== '');
  if (isRight) return Object.fromEntries(names.map(([key, name = '']) => [key, name.toLowerCase()]));
  throw new InvalidArgumentError('take category=NAME, product=NAME, service=NAME, with commas between');
}

async function correlate({ rules: path, events, logsource, timeField, format }: Flags): Promise<void> {
  const loaded = await usableRules(path);
  if (loaded.correlations.length === 0) throw usageFailure(`${path}: no correlation could be loaded`);
  const read = logsource ? flatReader(logsource, timeField) : rawReader(format, 'events', Date.now());
  const trial = new Trial(loaded, read);
  for await (const lines of readLines(events)) await write(trial.take(lines));
  await write(trial.end());
  trial.check();
}

/** Rules and correlations at work on the lines of one file. */
class Trial {
  readonly #engine: SigmaEngine;
  readonly #desk: Desk;
  readonly #read: ReadLine;
  readonly #unread = new Unread();

  constructor({ rules, correlations }: Loaded, read: ReadLine) {
    this.#desk = new Desk(correlations);
    this.#engine = new SigmaEngine(rules.filter(({ id }) => this.#desk.plan.wanted.has(id)));
    this.#read = read;
  }

  take(lines: readonly Line[]): string {
    let text = '';
    for (const line of lines) {
      const seen = this.#read(line);
      if (seen.kind === 'unread') this.#unread.add(line, seen.why);
      if (seen.kind !== 'event') continue;
      const rules = this.#engine.match(seen.sources, seen.fields);
      if (seen.time === null) this.#unread.add(line, 'an event without a time');
      else
        text += this.#told(
          this.#desk.take({ time: seen.time, id: String(seen.named.event), rules, fields: seen.fields }),
        );
    }
    return text;
  }

  /** Nothing comes any more. */
  end(): string {
    const text = this.#told(this.#desk.pass(Infinity));
    if (this.#desk.evicted > 0) say(`${this.#desk.evicted} hits given up for room: firings may be missing`);
    return text;
  }

  #told(firings: readonly Firing[]): string {
    return firings
      .filter(({ isNews }) => isNews)
      .map(({ correlation, group, eventId }) => `${this.#line(correlation, group, eventId)}\n`)
      .join('');
  }

  #line(rule: string, values: readonly string[], event: string): string {
    const names = this.#desk.plan.trees.get(rule)?.root.groupBy ?? [];
    const group = Object.fromEntries(names.map((name, at) => [name, values[at]]));
    return jsonLine({ rule, group, event: Number(event) });
  }

  /** Throws where lines were no events. */
  check(): void {
    this.#unread.end();
  }
}
