import { afterEach, describe, expect, it } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { FEATURE_HASH, FEATURES } from '../../src/detectors/feature-set.ts';
import { SEQUENCE_LENGTH } from '../../src/detectors/tokens.ts';
import type { AlertEvidence } from '../../src/domain/contracts.gen.ts';
import { until } from '../contract/until.ts';
import { event } from '../signals.ts';
import { feedback, order } from '../training.ts';
import { launcherWorld } from './launcher-world.ts';

type World = Awaited<ReturnType<typeof launcherWorld>>;
const DATASET = 'ab'.repeat(32);
const PLACE = 'acme/abababababababab';
const PASSED = (version: string) => ({
  ...{ outcome: 'passed' as const, reasons: [], figures: { golden_before: 0.8, golden_after: 0.9 } },
  models: [`vedette-classifier@${version}`, `vedette-ensemble@${version}`],
});

/** Evidence of an alert on alice's machine. */
const evidence = (uid: string, tenant = 'acme'): AlertEvidence => ({
  ...{ uid, tenant, revision: 1 },
  evidence: [
    {
      event: event({ id: `of ${uid}`, tenant, time: 5, host: 'ws-alice', user: 'alice' }),
      ...{ score: 0.9, confidence: 0.8, base: null, ensemble: '', detections: [] },
      row: {
        featureHash: FEATURE_HASH,
        vector: Buffer.from(new Float32Array(FEATURES.length).fill(2).buffer),
        tokens: Buffer.alloc(2 * SEQUENCE_LENGTH),
        ...{ codes: Buffer.alloc(0), text: Buffer.alloc(0) },
      },
    },
  ],
});

const verdict = (id: string, alert: string, label = 'true_positive', time = Date.now()) =>
  feedback(id, { alert, label, time });

let world: World;
const running: { close(): Promise<void> }[] = [];
async function given(config: object = {}) {
  world = await launcherWorld(config);
  return world;
}
async function launcher() {
  const one = await world.launcher();
  running.push(one);
  return one;
}
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
  await world.close();
});

/** Two verdicts on alerts that are known. */
async function twoVerdicts() {
  await world.says(verdict('f1', 'a1'), verdict('f2', 'a2', 'false_positive'));
  await world.evidence(evidence('a1'));
  await world.evidence(evidence('a2'));
  await world.triggers('t1', DATASET, ['f1', 'f2']);
}

describe('the launcher', () => {
  it('given a trigger, then joins its dataset, starts a trainer, and promotes what passes', async () => {
    await given();
    await twoVerdicts();
    await launcher();
    const job = await world.job('t1', 'running');
    expect(job).toMatchObject({ joined: { lessons: 2, rows: 2 }, version: '1.3.0-abababababababa1', attempt: 1 });
    expect(job.parents).toEqual(['vedette-classifier@1.3.0', 'vedette-ensemble@1.3.0']);
    expect(JSON.parse(await world.file(`${PLACE}/job-1.json`))).toMatchObject({
      task: 'retrain-detector',
      tenant: 'acme',
    });
    expect(JSON.parse(await world.file(`${PLACE}/manifest.json`))).toMatchObject({
      trigger: 't1',
      tenant: 'acme',
      kind: 'verdict',
      dataset: DATASET,
    });
    expect(await world.file(`${PLACE}/rows.labels`)).toBe('a1:1\ta1\n');
    const rows = tableFromIPC((await world.store.read(`${PLACE}/rows.arrow`)) ?? '');
    expect([...(rows.getChild('source') ?? [])]).toEqual(['a1:1', 'a2:1']);
    expect([...(rows.get(0)?.vector ?? [])]).toEqual(Array(FEATURES.length).fill(2));
    await world.ends(job, PASSED(job.version));
    expect(await world.job('t1', 'promoted')).toMatchObject({
      models: PASSED(job.version).models,
      figures: { golden_after: 0.9 },
    });
    expect(world.promoted).toEqual([`acme: ${PASSED(job.version).models.join()}`]);
  });

  it('given evidence with names in it, then none of them is in the dataset', async () => {
    await given();
    await twoVerdicts();
    await launcher();
    await world.job('t1', 'running');
    for (const file of ['rows.arrow', 'rows.labels', 'verdicts.ndjson', 'manifest.json', 'job-1.json'])
      expect(`${file}: ${await world.file(`${PLACE}/${file}`)}`).not.toMatch(/alice|of a1/);
  });

  it('given launchers that die at each step, two of them at once, then there is one trainer and one promotion', async () => {
    await given();
    await twoVerdicts();
    const [first, second] = [await launcher(), await launcher()];
    const job = await world.job('t1', 'running');
    await Promise.all([first.close(), second.close()]);
    await world.ends(job, PASSED(job.version));
    await launcher();
    await world.job('t1', 'promoted');
    expect(world.runner.started.map(({ name }) => name)).toEqual(['vedette-train-abababababababab-1']);
    expect(new Set(world.promoted).size).toBe(1);
  });

  it('given the dataset was made before its launcher died, then it stays as it was, whatever has come since', async () => {
    await given();
    await twoVerdicts();
    const first = await launcher();
    const job = await world.job('t1', 'running');
    const made = await world.file(`${PLACE}/rows.labels`);
    await first.close();
    await world.evidence({ ...evidence('a1'), revision: 2, evidence: [] });
    await world.ends(job, 'no result');
    await launcher();
    await until('it runs again', async () => (await world.jobs()).at(-1)?.attempt === 2);
    expect((await world.jobs()).at(-1)).toMatchObject({ state: 'running', reason: 'result_invalid' });
    expect(await world.file(`${PLACE}/rows.labels`)).toBe(made);
  });

  it('given verdicts on an alert that nobody knows yet, then they are in the next dataset', async () => {
    await given();
    await world.says(verdict('f1', 'a1'), verdict('f2', 'later'));
    await world.evidence(evidence('a1'));
    await world.triggers('t1', DATASET, ['f1', 'f2']);
    await launcher();
    const job = await world.job('t1', 'running');
    expect(job.joined).toEqual({ lessons: 1, rows: 1, alert_unknown: 1 });
    await world.ends(job, { outcome: 'refused', reasons: ['worse'], figures: {}, models: [] });
    await world.job('t1', 'refused');
    await world.evidence(evidence('later'));
    await world.says(verdict('f3', 'a1'));
    await world.triggers('t2', 'cd'.repeat(32), ['f3']);
    expect((await world.job('t2', 'running')).joined).toEqual({ lessons: 2, rows: 2 });
    expect(await world.store.waiting('acme')).toEqual([]);
  });

  it('given a verdict that has waited too long, then it is a dead letter with its reason', async () => {
    await given({ alertWaitDays: 1 });
    await world.says(verdict('f1', 'a1'), verdict('f2', 'never', 'true_positive', Date.now() - 2 * 86_400_000));
    await world.evidence(evidence('a1'));
    await world.triggers('t1', DATASET, ['f1', 'f2']);
    await launcher();
    await world.job('t1', 'running');
    expect(await world.store.waiting('acme')).toEqual([]);
    const letters = [];
    for await (const { headers } of world.broker.readAll('training.dlq'))
      letters.push(String(headers['dlq.reason-code']));
    expect(letters).toEqual(['alert_unknown']);
  });

  it.each([
    ['of its author', { author: 'ana' }, 'nothing_to_learn', { erased: 2 }],
    ['of the tenant', {}, 'erased', { erased: 2 }],
  ])('given an erasure %s that was ordered since, then nothing is trained', async (_, facts, reason, joined) => {
    await given();
    await world.orders(order('o1', { action: 'erase', ...facts }));
    await twoVerdicts();
    await launcher();
    expect(await world.job('t1', 'refused')).toMatchObject({ reason, joined });
    expect(world.runner.started).toEqual([]);
  });

  it('given an erasure after the training, then its datasets are emptied, those of others and what says what was learned stay', async () => {
    await given();
    await twoVerdicts();
    await launcher().then(async (one) => {
      const job = await world.job('t1', 'running');
      await world.ends(job, PASSED(job.version));
      await world.job('t1', 'promoted');
      await one.close();
    });
    const rows = () => world.file(`${PLACE}/rows.arrow`);
    await world.orders(order('o1', { action: 'erase', author: 'cy' }));
    await (await launcher()).close();
    expect(await rows()).not.toBe('');
    await world.orders(order('o2', { action: 'erase', author: 'ana' }));
    await launcher();
    const verdicts = () => world.file(`${PLACE}/verdicts.ndjson`);
    await until('both are empty', async () => (await rows()) === '' && (await verdicts()) === '');
    expect(await world.file(`${PLACE}/manifest.json`)).toContain(DATASET);
  });

  it('given a dataset that somebody has spoiled in the store, then its training fails, and that of others goes on', async () => {
    await given({ attempts: 2 });
    await world.store.create(`${PLACE}/manifest.json`, Buffer.from('{"joined"'));
    await twoVerdicts();
    await world.says({ ...verdict('g1', 'b1'), tenant: 'other' });
    await world.evidence(evidence('b1', 'other'));
    await world.triggers('t2', 'cd'.repeat(32), ['g1'], 'other');
    await launcher();
    expect(await world.job('t1', 'failed')).toMatchObject({ reason: 'unexpected', attempt: 2 });
    expect(await world.job('t2', 'running')).toMatchObject({ joined: { lessons: 1 } });
  });

  it('given two tenants, then each has rows of its own alerts alone', async () => {
    await given({ atOnce: 2 });
    await world.says(verdict('f1', 'a1'), { ...verdict('g1', 'a1'), tenant: 'other' });
    await world.evidence(evidence('a1'));
    await world.triggers('t1', DATASET, ['f1', 'g1']);
    await world.triggers('t2', 'cd'.repeat(32), ['f1', 'g1'], 'other');
    await launcher();
    expect((await world.job('t1', 'running')).joined).toEqual({ lessons: 1, rows: 1 });
    expect(await world.job('t2', 'refused')).toMatchObject({
      reason: 'nothing_to_learn',
      joined: { alert_unknown: 1 },
    });
    expect(await world.file('other/cdcdcdcdcdcdcdcd/verdicts.ndjson')).toBe('');
  });
});
