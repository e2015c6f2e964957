import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { SeedResult } from '../../test/simulation/run-seed.ts';
import type { Order } from './worker.ts';

const ROOT = join(import.meta.dirname, '../..');
const NODE_FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16'];
/** A thousand times what a history takes: only a loop without an await takes longer, on a busy machine too. */
const HANGS_AFTER_MS = 300_000;

/** Something is wrong with the simulation's own process, not with a history. */
export class BrokenProcess extends Error {
  override readonly name = 'BrokenProcess';
}

export interface SeedProcess {
  run(order: Order): Promise<SeedResult>;
  close(): void;
}

/** A process that runs seeds; with a mutant, on sources that are broken on purpose. */
export function seedProcess(mutant?: string): SeedProcess {
  const hook = mutant === undefined ? [] : ['--import', join(ROOT, 'test/simulation/mutate-hook.ts')];
  const child = fork(join(ROOT, 'scripts/simulate/worker.ts'), [], {
    execArgv: [...NODE_FLAGS, ...hook],
    env: { ...process.env, ...(mutant !== undefined && { VEDETTE_MUTANT: mutant }) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-4000);
  });
  return {
    run: (order) => answerOf(child, order, () => said),
    close: () => void (child.connected && child.disconnect()),
  };
}

function answerOf(child: ChildProcess, order: Order, said: () => string): Promise<SeedResult> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      child.off('message', answered).off('exit', exited);
    };
    const answered = (result: unknown) => {
      end();
      resolve(result as SeedResult);
    };
    const exited = () => {
      end();
      reject(new BrokenProcess(said().trim() || 'the process ended without a word'));
    };
    const timer = setTimeout(() => {
      end();
      child.kill('SIGKILL');
      const faults = [{ checker: 'history', text: `no end within ${HANGS_AFTER_MS / 1000} s` }];
      resolve({ seed: order.seed, hash: '', steps: 0, crashes: 0, alerts: 0, on: [], faults, skipped: [] });
    }, HANGS_AFTER_MS);
    child.on('message', answered).on('exit', exited);
    child.send(order);
  });
}
