/** Loaded before all else in a child process: gives one source file to Node with one deliberate bug in it. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTANTS, mutated } from './mutants.ts';

const mutant = MUTANTS.find(({ name }) => name === process.env.VEDETTE_MUTANT);
if (!mutant) throw new Error(`there is no mutant ${process.env.VEDETTE_MUTANT}`);
const target = join(import.meta.dirname, '../..', mutant.file);
// a mutation that does not fit is told before anything runs
const broken = mutated(mutant, readFileSync(target, 'utf8'));

registerHooks({
  load(url, context, next) {
    if (!url.startsWith('file:') || fileURLToPath(url) !== target) return next(url, context);
    return { format: 'module-typescript', source: broken, shortCircuit: true };
  },
});
