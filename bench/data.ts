/** What every bench needs: where the data lies, and on what the figures were measured. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** A file or folder of the data sets in bench/DATA.md. Throws when it is not there. */
export function dataFolder(...parts: readonly string[]): string {
  const folder = resolve(ROOT, process.env.VEDETTE_DATA ?? '../shared/data');
  const path = join(folder, ...parts);
  if (existsSync(path)) return path;
  throw new Error(
    `${path} is not there: VEDETTE_DATA names the folder of the data sets, bench/DATA.md says how they are made`,
  );
}

export interface BenchHeader {
  readonly bench: string;
  readonly date: string;
  readonly commit: string;
  readonly hardware: { readonly cpu: string; readonly cores: number; readonly memoryGiB: number };
  readonly versions: Readonly<Record<string, string>>;
}

/** Name, moment, commit, hardware and versions, to stand above the figures. */
export function benchHeader(bench: string, packages: readonly string[] = []): BenchHeader {
  const kafka = localKafkaVersion();
  return {
    bench,
    date: new Date().toISOString(),
    commit: commit(),
    hardware: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) },
    versions: {
      node: process.version,
      ...(kafka && { kafka }),
      ...Object.fromEntries(packages.map((name) => [name, packageVersion(name)])),
    },
  };
}

/** Prints the figures under their header. */
export const report = (header: BenchHeader, figures: object): void =>
  console.log(JSON.stringify({ ...header, ...figures }, null, 2));

function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim();
    return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ' with changes'}`;
  } catch {
    return 'unknown';
  }
}

const packageVersion = (name: string): string =>
  JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;

/** The broker that the local stack runs; null where it was never installed. */
function localKafkaVersion(): string | null {
  const packages = join(ROOT, '.stack/packages');
  const found = existsSync(packages) ? readdirSync(packages).find((name) => name.startsWith('kafka-')) : undefined;
  return found?.slice('kafka-'.length) ?? null;
}
