import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureProgram } from './install.ts';

const run = promisify(execFile);
const FOLDERS = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines', '/opt/java'];

export interface Java {
  readonly program: string;
  readonly major: number;
}

/** Every Java on this machine, oldest first. Installs Java 17 when there is none. */
export async function findJavas(): Promise<readonly Java[]> {
  const found = await known();
  if (found.length > 0) return found;
  await ensureProgram('java', 'openjdk-17-jre-headless');
  return known();
}

async function known(): Promise<readonly Java[]> {
  const homes = FOLDERS.flatMap(subfolders).flatMap((home) => [home, join(home, 'Contents/Home')]);
  const programs = [
    'java',
    ...[process.env.JAVA_HOME ?? '', ...homes].filter(Boolean).map((home) => join(home, 'bin/java')),
  ];
  const javas = await Promise.all(programs.map(probe));
  return javas.filter((java) => java !== null).sort((a, b) => a.major - b.major);
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

async function probe(program: string): Promise<Java | null> {
  try {
    const { stderr } = await run(program, ['-version'], { timeout: 20_000 });
    return { program, major: majorOf(stderr) };
  } catch {
    return null;
  }
}

/** `openjdk version "17.0.15"` is 17, `java version "1.8.0"` is 8, anything else 0. */
export function majorOf(versionText: string): number {
  const [, first = '0', second = '0'] = /version "(\d+)(?:\.(\d+))?/.exec(versionText) ?? [];
  return first === '1' ? Number(second) : Number(first);
}
