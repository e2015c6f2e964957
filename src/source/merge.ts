import { fileNames, type Line, readLines } from './lines.ts';
import { type Peek, peek } from './peek.ts';

/** A line with what was read off it. Lines without a time take the one before them in their file. */
export interface SourceLine extends Line, Peek {}

interface Head {
  readonly lines: AsyncIterator<SourceLine>;
  readonly index: number;
  readonly next: SourceLine;
}

/**
 * Lines of several files, each in time order, merged by time; ties go by the order of the files. One file keeps its order.
 * Comes in lists of `chunk` lines, whatever the pieces in which the disk gives them, so that a replay is the same each time.
 */
export async function* mergeFiles(paths: readonly string[], chunk: number): AsyncGenerator<readonly SourceLine[]> {
  let waiting: SourceLine[] = [];
  const [only, ...others] = paths;
  for await (const lines of only !== undefined && others.length === 0 ? asTheyCome(only) : mergeByTime(paths)) {
    waiting = waiting.concat(lines);
    let from = 0;
    for (; waiting.length - from >= chunk; from += chunk) yield waiting.slice(from, from + chunk);
    if (from > 0) waiting = waiting.slice(from);
  }
  if (waiting.length > 0) yield waiting;
}

async function* asTheyCome(path: string): AsyncGenerator<readonly SourceLine[]> {
  for await (const lines of readLines(path)) yield lines.map(withPeek);
}

const withPeek = (line: Line): SourceLine => ({ ...line, ...peek(line.bytes) });

const AT_ONCE = 256;

async function* mergeByTime(paths: readonly string[]): AsyncGenerator<readonly SourceLine[]> {
  const heads: Head[] = [];
  let merged: SourceLine[] = [];
  const advance = async (lines: AsyncIterator<SourceLine>, index: number): Promise<void> => {
    const { done, value } = await lines.next();
    if (!done) insert(heads, { lines, index, next: value });
  };
  const names = fileNames(paths);
  for (const [index, path] of paths.entries()) await advance(timed(path, names[index] ?? path), index);
  for (let head = heads.shift(); head; head = heads.shift()) {
    merged.push(head.next);
    if (merged.length >= AT_ONCE) {
      yield merged;
      merged = [];
    }
    await advance(head.lines, head.index);
  }
  yield merged;
}

async function* timed(path: string, name: string): AsyncGenerator<SourceLine> {
  let last = Number.NEGATIVE_INFINITY;
  for await (const lines of readLines(path, name)) {
    for (const line of lines) {
      const seen = withPeek(line);
      last = seen.time ?? last;
      yield { ...seen, time: Number.isFinite(last) ? last : null };
    }
  }
}

const timeOf = (head: Head): number => head.next.time ?? Number.NEGATIVE_INFINITY;
const before = (a: Head, b: Head): boolean => timeOf(a) < timeOf(b) || (timeOf(a) === timeOf(b) && a.index < b.index);

/** Keeps the heads sorted; a few hundred files at most, so a plain insertion does. */
function insert(heads: Head[], head: Head): void {
  let low = 0;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(heads[middle] as Head, head)) low = middle + 1;
    else high = middle;
  }
  heads.splice(low, 0, head);
}
