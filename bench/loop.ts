/**
 * What a tenant's verdicts are worth: 500 of them on two networks of ait-ads, given as analysts give them and judged by
 * the labels, go through scrub, training, launch, the trainer, its gate and a promotion; then the version in force before
 * and the new one are compared on two networks that nobody judged. Beside it the same verdicts swapped, which the gate has
 * to stop, and what liars among the analysts cost. Prints JSON.
 *   npm run -s bench -- bench/loop.ts [--folder DIR] [--seed N] [--poisoning]
 * Takes about six minutes, with --poisoning three more; --folder keeps what was made.
 * The alerts are the 500 host-hours that the ensemble is surest of: with the models that ship, which never saw such a
 * network, none is sure enough to be raised.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SHIPPED_MODELS } from '../src/local-ports.ts';
import { benchHeader, report } from './data.ts';
import { attackLines, JUDGED, scenario } from './detection/ait-telemetry.ts';
import { writeLabels } from './detection/labels.ts';
import { installTrainer, trainer } from './detection/trainer.ts';
import { learningChain } from './loop/learning-chain.ts';
import { surestAlerts } from './loop/surest-alerts.ts';
import { ROOT, vedette } from './process.ts';

/** Networks on which the tenant's analysts work. */
const WATCHED = ['wheeler', 'wilson'] as const;
const VERDICTS = 500;

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    seed: { type: 'string', default: '7' },
    poisoning: { type: 'boolean', default: false },
  },
});
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'vedette-loop-'));
for (const part of ['telemetry', 'watched', 'judged']) mkdirSync(join(folder, part), { recursive: true });
installTrainer();
const startedAt = performance.now();
const tell = (what: string) => console.error(`${what} after ${seconds()} s`);
const seconds = () => Math.round((performance.now() - startedAt) / 1000);

const scenarioOf = (name: string) => scenario(name, join(folder, 'telemetry'), '');
const watched = WATCHED.map(scenarioOf);
const alerts = await surestAlerts(watched, VERDICTS);
tell(`${alerts.length} alerts, ${alerts.filter(({ isAttack }) => isAttack).length} of them attacks,`);

const chain = await learningChain(folder, SHIPPED_MODELS);
const honest = await chain.learn('honest', alerts);
tell(`honest verdicts: ${honest.job.state}`);
const swapped = await chain.learn(
  'swapped',
  alerts.map((alert) => ({ ...alert, isAttack: !alert.isAttack })),
);
tell(`swapped verdicts: ${swapped.job.state}`);
await chain.close();
const loopSeconds = seconds();

await features(JUDGED.map(scenarioOf), join(folder, 'judged'));
const [before, after] = [SHIPPED_MODELS, chain.registry].map((models, i) =>
  join(models, 'vedette-ensemble', i === 0 ? chain.shipped : honest.job.version),
);
const compared = JSON.parse(
  await trainer([
    ...['compare', before ?? '', after ?? '', '--features', join(folder, 'judged')],
    ...['--seed', values.seed, '--json'],
  ]),
);
tell('compared');

report(benchHeader('loop', ['onnxruntime-node']), {
  seed: Number(values.seed),
  verdicts: { on: WATCHED, alerts: alerts.length, attacks: alerts.filter(({ isAttack }) => isAttack).length },
  honest,
  swapped,
  judged: { on: JUDGED, ...compared },
  loopSeconds,
  seconds: seconds(),
  ...(values.poisoning && { poisoning: await poisoning() }),
});
if (values.folder === undefined) rmSync(folder, { recursive: true });

async function features(scenarios: readonly ReturnType<typeof scenarioOf>[], out: string): Promise<void> {
  for (const one of scenarios) {
    await vedette(['features', one.telemetry, '--tenant', one.name, '--out', join(out, `${one.name}.arrow`)]);
    writeLabels(join(out, `${one.name}.labels`), attackLines(one));
  }
}

async function poisoning(): Promise<unknown> {
  await features(watched, join(folder, 'watched'));
  return JSON.parse(
    await trainer([
      ...['simulate-poisoning', '--features', join(folder, 'watched'), '--judged', join(folder, 'judged')],
      ...['--models', SHIPPED_MODELS, '--base', join(ROOT, 'trainer/base'), '--seed', values.seed, '--json'],
    ]),
  );
}
