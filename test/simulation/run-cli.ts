import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const SCRIPT = join(import.meta.dirname, '../../scripts/simulate.ts');

/** `npm run simulate -- ...args` */
export const simulate = (...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const command = ['--disable-warning=ExperimentalWarning', SCRIPT, ...args];
    execFile(process.execPath, command, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ code, stdout, stderr });
    });
  });
