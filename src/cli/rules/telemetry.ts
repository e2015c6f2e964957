/** What commands that read telemetry for rules have in common. */
import { Option } from 'commander';
import type { Loaded } from '../../detectors/sigma/load.ts';
import type { Line } from '../../source/lines.ts';
import { formatName } from '../arguments.ts';
import { EXIT, Failure, usageFailure } from '../failure.ts';
import { escaped, say } from '../output.ts';
import { faultLine } from './fault-line.ts';
import { readPrepared } from './prepared.ts';
import { type Naming, rawReader } from './raw-lines.ts';
import { loadedRules } from './rule-files.ts';
import type { ReadLine } from './sighting.ts';

const PREPARED = 'prepared';

export const formatOption = (): Option =>
  new Option('--format <name>', `format of the lines, or ${PREPARED}`)
    .default('', 'auto')
    .argParser((text) => formatName(text, PREPARED));

export function readerOf(format: string, number?: Naming): ReadLine {
  if (format !== PREPARED) return rawReader(format, number ?? 'lines', Date.now());
  if (number !== undefined) throw usageFailure('--number: prepared events bear their numbers; leave it out');
  return readPrepared;
}

const FIRST_FAULTS = 20;

/** Loads rules and says what was not loaded. Throws a usage failure where nothing was. */
export async function usableRules(path: string): Promise<Loaded> {
  const loaded = await loadedRules(path);
  const { rules, faults } = loaded;
  for (const fault of faults.slice(0, FIRST_FAULTS)) say(escaped(faultLine(fault)));
  if (faults.length > 0) say(`${rules.length} rules loaded, ${faults.length} faults: vedette rules check shows all`);
  if (rules.length === 0) throw usageFailure(`${path}: no rule could be loaded`);
  return loaded;
}

const FIRST_LINES = 10;

/** Lines that are no events: the first are named, all are counted. */
export class Unread {
  #count = 0;

  add({ file, number }: Line, why: string): void {
    this.#count += 1;
    if (this.#count <= FIRST_LINES) say(escaped(`${file}:${number}: ${why}`));
  }

  end(): void {
    if (this.#count > 0) throw new Failure(EXIT.difference, `${this.#count} lines are no events`);
  }
}
