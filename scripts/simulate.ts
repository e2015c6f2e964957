/** Histories of the real chain in a world that breaks: one seed is one history. See test/simulation/README.md. */
import { runSeed } from '../test/simulation/run-seed.ts';
import { type Hunted, hunt } from './simulate/hunt.ts';
import { type Options, optionsFrom, USAGE } from './simulate/options.ts';
import { BrokenProcess } from './simulate/seed-process.ts';
import { runSeeds } from './simulate/seeds.ts';
import { failureText, summaryOf, summaryText } from './simulate/summary.ts';

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const options = optionsOrNull(args);
  if (!options) return 2;
  if (options.trace) return trace(options);
  return options.mutants ? mutants(options, options.mutants) : seeds(options);
}

function optionsOrNull(args: readonly string[]): Options | null {
  try {
    return optionsFrom(args);
  } catch (cause) {
    console.error(`simulate: ${(cause as Error).message.split('\n')[0]}`);
    return null;
  }
}

async function seeds(options: Options): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  const results = await runSeeds(options, (result) => {
    done += 1;
    for (const line of failureText(result, options)) console.error(line);
    if (done % 100 === 0) console.error(`${done} of ${options.count} histories`);
  });
  const summary = summaryOf(results, (performance.now() - startedAt) / 1000);
  console.log(options.json ? JSON.stringify(summary) : summaryText(summary));
  return summary.failures.length > 0 ? 1 : 0;
}

async function mutants(options: Options, names: readonly string[]): Promise<number> {
  const hunted = await hunt(options, names, (one) => console.error(huntedText(one)));
  const survivors = hunted.filter(({ seed }) => seed === null);
  if (options.json) console.log(JSON.stringify({ mutants: hunted, survivors: survivors.length }));
  else
    console.log(`${hunted.length - survivors.length} of ${hunted.length} mutants found within ${options.count} seeds`);
  return survivors.length > 0 ? 1 : 0;
}

const huntedText = ({ mutant, seed, checker, text }: Hunted): string =>
  seed === null ? `${mutant}: NOT FOUND` : `${mutant}: seed ${seed}, ${checker}: ${text.split('\n')[0]?.slice(0, 160)}`;

async function trace({ first, faults }: Options): Promise<number> {
  const result = await runSeed(first, faults ?? undefined, (line) => console.log(line));
  for (const { checker, text } of result.faults) console.log(`FAULT ${checker}: ${text}`);
  console.log(`seed ${first}: ${result.steps} steps, hash ${result.hash}, faults in force: ${result.on.join(', ')}`);
  return result.faults.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((cause: Error) => {
  console.error(`simulate: ${cause.message}`);
  return cause instanceof BrokenProcess ? 2 : 1;
});
