import { parseArgs } from 'node:util';
import { benchHeader } from '../../bench/data.ts';
import { withLock } from '../../scripts/stack/lock.ts';
import { type Cell, NotPossibleHere, type Suite } from './cell.ts';
import { cellsNamed } from './cells.ts';
import { type Lab, openLab } from './lab.ts';
import { writePage } from './page.ts';
import {
  commitOfCode,
  type Outcome,
  RESULTS,
  type Result,
  readResults,
  type Size,
  type Verdict,
  writeResult,
} from './result.ts';
import { CHAOS_SETTINGS, openServers, type Servers } from './servers.ts';

const USAGE = `npm run chaos                          every cell; minutes to an hour
npm run chaos -- --list                the cells, what each breaks and what must hold
npm run chaos -- --cell NAME ...       one cell, or all of a suite such as kill-intake
npm run chaos -- --resume              leave out what has a result of this commit and size
npm run chaos -- --size small          fewer records, to try a cell out
npm run chaos -- --json                results as JSON lines on stdout
npm run chaos -- --page                only write docs/chaos.md anew from the results

Kafka, registry and Redis are started on ports of their own and killed. Results: docs/chaos/, one file a cell, and
docs/chaos.md, which are only written by runs of full size. Exit code 0: all held; 1: something did not; 2: it could not be tried.`;

interface Flags {
  readonly cells: readonly Cell[];
  readonly size: Size;
  readonly list: boolean;
  readonly resume: boolean;
  readonly json: boolean;
  readonly page: boolean;
  readonly results: string;
}

/** Answers the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let flags: Flags;
  try {
    flags = readFlags(args);
  } catch (error) {
    return refused((error as Error).message);
  }
  if (flags.list) return list(flags.cells, flags.json);
  if (flags.page) {
    writePage();
    return 0;
  }
  // servers and topics are the same for all: a second run waits for the first
  return withLock(`${CHAOS_SETTINGS.state}-run`, () => onServers(flags, args));
}

async function onServers(flags: Flags, args: readonly string[]): Promise<number> {
  // so that the processes of the chain end with this one
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(2));
  const servers = await openServers().catch((error: Error) => error);
  if (servers instanceof Error) return refused(`the servers cannot be had: ${servers.message.split('\n')[0]}`);
  try {
    return await runAll(flags, servers, `npm run chaos${args.length > 0 ? ` -- ${args.join(' ')}` : ''}`);
  } finally {
    await servers.close();
  }
}

function refused(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}

function readFlags(args: readonly string[]): Flags {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      cell: { type: 'string', multiple: true, default: [] },
      size: { type: 'string', default: 'full' },
      list: { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      page: { type: 'boolean', default: false },
      results: { type: 'string', default: RESULTS },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new Error(USAGE);
  if (values.size !== 'small' && values.size !== 'full') throw new Error(`--size is small or full, not ${values.size}`);
  const { size, list, resume, json, page, results } = values;
  return { cells: cellsNamed([...values.cell, ...positionals]), size, list, resume, json, page, results };
}

function list(cells: readonly Cell[], asJson: boolean): number {
  for (const { name, fault, holds, suite } of cells)
    process.stdout.write(
      asJson
        ? `${JSON.stringify({ name, suite: suite.name, fault, holds })}\n`
        : `${name}\n    ${fault}\n    ${holds}\n`,
    );
  return 0;
}

async function runAll(flags: Flags, servers: Servers, command: string): Promise<number> {
  const { commit, isClean } = commitOfCode();
  const header = {
    ...benchHeader('chaos', ['kafkajs', 'avsc', 'ioredis', 'onnxruntime-node']),
    commit: `${commit}${isClean ? '' : ' with changes'}`,
  };
  const known = readResults(flags.results);
  const isKnown = ({ name }: Cell) => {
    const result = known.get(name);
    return flags.resume && isClean && result?.header.commit === commit && result.size === flags.size;
  };
  const pending = flags.cells.filter((cell) => !isKnown(cell));
  const results: Result[] = flags.cells.flatMap((cell) => (isKnown(cell) ? [known.get(cell.name) as Result] : []));
  const say = (text: string) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
  const report = (cell: Cell, outcome: Outcome, seconds: number, verdict = verdictOf(outcome)) => {
    const { name, fault, holds } = cell;
    const about = { cell: name, fault, holds, size: flags.size, verdict, seconds: Math.round(seconds) };
    const result: Result = { ...about, ...outcome, command, header: { ...header, date: new Date().toISOString() } };
    results.push(result);
    if (flags.size === 'full' || flags.results !== RESULTS) writeResult(result, flags.results);
    process.stdout.write(`${flags.json ? JSON.stringify(result) : rowOf(result)}\n`);
  };
  const lab = openLab(servers, say);
  try {
    for (const suite of new Set(pending.map((cell) => cell.suite)))
      await runSuite(suite, pending, lab, flags.size, report);
  } finally {
    await lab.close();
  }
  if (flags.size === 'full' && flags.results === RESULTS) writePage();
  return codeOf(results);
}

/** What could not be tried is never green. */
function codeOf(results: readonly Result[]): number {
  if (results.some(({ verdict }) => verdict === 'broken')) return 1;
  return results.every(({ verdict }) => verdict === 'held') ? 0 : 2;
}

type ReportWith = (cell: Cell, outcome: Outcome, seconds: number, verdict?: Verdict) => void;

/** What goes wrong with the cells of one suite does not end the others; each of them has a row. */
async function runSuite(
  suite: Suite,
  pending: readonly Cell[],
  lab: Lab,
  size: Size,
  report: ReportWith,
): Promise<void> {
  const cells = pending.filter((cell) => cell.suite === suite);
  const told = new Set<Cell>();
  const startedAt = performance.now();
  try {
    await suite.run(cells, lab, size, (cell, outcome, seconds) => {
      told.add(cell);
      report(cell, outcome, seconds);
    });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const verdict = cause instanceof NotPossibleHere ? 'not possible here' : 'broken';
    for (const cell of cells.filter((one) => !told.has(one)))
      report(cell, { faults: [message] }, (performance.now() - startedAt) / 1000, verdict);
  }
}

const verdictOf = ({ faults }: Outcome): Verdict => (faults.length === 0 ? 'held' : 'broken');

function rowOf({ cell, verdict, counts, recoverMs, seconds, faults, notes = [] }: Result): string {
  const { records = 0, lost = 0, repeated = 0, missingAlerts = 0, extraAlerts = 0 } = counts ?? {};
  const figures = `${records} records, ${lost} lost, ${repeated} repeated, ${missingAlerts} missing, ${extraAlerts} extra`;
  const times = `recovered in ${((recoverMs ?? 0) / 1000).toFixed(1)} s, took ${seconds} s`;
  return [`${verdict.toUpperCase()}  ${cell}: ${figures}; ${times}`, ...faults, ...notes].join('\n    ');
}
