import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

interface Told {
  readonly ids: readonly string[];
  readonly at: number;
}

/** Processes that follow the dictionaries of a namespace, and when each first held an entry. */
export async function openReaders(count: number, url: string, namespace: string, hearing: 'hearing' | 'deaf') {
  const seen = Array.from({ length: count }, () => new Map<string, number>());
  const readers = seen.map((mine): ChildProcess => {
    const child = fork(join(import.meta.dirname, 'reader.ts'), [url, namespace, hearing], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    child.on('message', ({ ids, at }: Told) => {
      for (const id of ids) mine.set(id, at);
    });
    return child;
  });
  /** Clock time when the last of them held it, once all do. */
  async function seenByAll(id: string, withinMs: number): Promise<number> {
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; ) {
      if (seen.every((mine) => mine.has(id))) return Math.max(...seen.map((mine) => mine.get(id) as number));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`${id} was not seen by all within ${withinMs} ms`);
  }
  await seenByAll('ready', 60_000);
  return {
    seenByAll,
    close: () => {
      for (const reader of readers) reader.disconnect();
    },
  };
}
