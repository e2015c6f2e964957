import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { initSync } from '@virustotal/yara-x';
import { compile } from './compile.ts';
import { hitsOf } from './hits.ts';
import type { Batch, Said, YaraRuleText } from './messages.ts';

/** Places where one string is found, `#a` counts no further: a text of one letter has as many as it has letters. */
const MOST_MATCHES = 1_000;

const say = (message: Said): void => parentPort?.postMessage(message);

initSync({ module: readFileSync(new URL('yara_x_js_bg.wasm', import.meta.resolve('@virustotal/yara-x'))) });
const { rules, faults } = compile(workerData as readonly YaraRuleText[]);
const scanner = rules.scanner();
scanner.setMaxMatchesPerPattern(MOST_MATCHES);

// What the engine throws leaves it unsound, so nothing is caught here: the thread ends with it
parentPort?.on('message', ({ id, bytes, ends }: Batch) => {
  let from = 0;
  for (const end of ends) {
    say({ kind: 'scanned', id, hits: hitsOf(scanner.scan(bytes.subarray(from, end))) });
    from = end;
  }
});

say({ kind: 'ready', faults });
