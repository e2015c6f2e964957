import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { captured } from '../captured.fixture.ts';
import { runProgram } from '../program.ts';

export interface Harness {
  /** The exit code of `vedette rules ...`. */
  readonly rules: (...args: string[]) => Promise<number>;
  /** Writes a file into the test's folder; answers its path. */
  readonly at: (name: string, content: string | Buffer) => string;
  readonly folder: () => string;
  readonly out: () => string;
  readonly err: () => string;
  readonly lines: () => readonly string[];
}

/** A folder for each test, and what the command wrote. */
export function harness(): Harness {
  let folder = '';
  const written = captured();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vedette-rules-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const at = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  return {
    rules: (...args) => runProgram(['node', 'vedette', 'rules', ...args]),
    at,
    folder: () => folder,
    out: () => written.out,
    err: () => written.err,
    lines: () => written.out.split('\n').filter(Boolean),
  };
}

/** A rule that asks for a value of the field f in the category c. */
export const ruleOf = (id: string, value: string): string =>
  `title: ${id}\nid: ${id}\nlogsource: {category: c}\ndetection:\n  s: {f: ${value}}\n  condition: s\n`;

/** A line of `--format prepared`. */
export const preparedLine = (event: number, fields: object, category = 'c'): string =>
  JSON.stringify({ event, logsources: [{ category }], fields });
