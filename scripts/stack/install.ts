import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Makes sure that a program is on the PATH; installs the Debian package where we may. */
export async function ensureProgram(program: string, debianPackage: string): Promise<void> {
  if (await isInstalled(program)) return;
  if (process.getuid?.() !== 0 || !(await isInstalled('apt-get')))
    throw new Error(`${program} is not installed: install it (Debian and Ubuntu: apt-get install ${debianPackage})`);
  console.error(`installing ${debianPackage} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env }).catch(() => {});
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], { env, maxBuffer: 2 ** 26 });
  if (!(await isInstalled(program)))
    throw new Error(`${debianPackage} was installed but ${program} is not to be found`);
}

async function isInstalled(program: string): Promise<boolean> {
  return run('sh', ['-c', `command -v ${program}`]).then(
    () => true,
    () => false,
  );
}

/** Runs a program to its end; what it printed becomes part of the error. */
export async function runToEnd(program: string, args: readonly string[], cwd?: string): Promise<void> {
  try {
    await run(program, args, { ...(cwd ? { cwd } : {}), maxBuffer: 2 ** 26 });
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args[0]} failed:\n${(stdout + stderr).slice(-4000)}`, { cause });
  }
}
