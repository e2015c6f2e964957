import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Learned, type LearningChain, learningChain } from '../../bench/loop/learning-chain.ts';
import { calibrate } from '../../src/detectors/calibration.ts';
import {
  type FeatureRow,
  MODELS_PROMOTED,
  type PromotedModel,
  type Signal,
  type TELEMETRY_FEATURES,
} from '../../src/domain/contracts.gen.ts';
import type { ValueOf } from '../../src/domain/topic.ts';
import { SHIPPED_MODELS } from '../../src/local-ports.ts';
import type { ModelManifest } from '../../src/models/manifest.ts';
import { openModels } from '../../src/shell/onnx/models.ts';
import { folderStore } from '../../src/shell/registry/folder-store.ts';
import { modelRegistry } from '../../src/shell/registry/model-registry.ts';
import { inferenceConfigSchema } from '../../src/stages/inference/config.ts';
import type { ModelPort, ScoredEvent } from '../../src/stages/inference/ports.ts';
import { inference } from '../../src/stages/inference/stage.ts';
import { promotion } from '../fixtures/promotion.ts';
import { given } from '../given-when-then.ts';
import { type DeedRow, deedRows } from './deed-rows.ts';
import { filePlaces } from './planted/places.ts';
import type { Deed } from './telemetry.ts';

const RUN_WITHIN_MS = 900_000;
const HOSTS = 250;
const PATIENT_MS = 600_000;
const TENANTS = ['alpha', 'beta'] as const;
type Tenant = (typeof TENANTS)[number];
/**
 * What each calls an attack: the other calls dumps harmless, and deployments on a fifth of its hosts attacks. Were half of all
 * attacks for both, their thresholds and curves would end at the same bounds.
 */
const IS_ATTACK: Readonly<Record<Tenant, (deed: Deed, host: number) => boolean>> = {
  alpha: (deed) => deed === 'dump',
  beta: (deed, host) => deed === 'deploy' && host % 5 === 0,
};

let folder: string;
let chain: LearningChain;
let port: ModelPort;
let rows: Readonly<Record<Tenant, readonly DeedRow[]>>;
let learned: Readonly<Record<Tenant, Learned>>;
/** Names of the graphs that were asked. */
const asked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vedette-tenants-'));
  chain = await learningChain(folder, SHIPPED_MODELS);
  rows = { alpha: await deedRows('alpha', HOSTS), beta: await deedRows('beta', HOSTS) };
  learned = { alpha: await learn('alpha'), beta: await learn('beta') };
  const opened = await openModels({
    source: modelRegistry(folderStore(chain.registry)),
    lingerMs: 0,
    attemptMs: PATIENT_MS,
  });
  port = {
    ...opened,
    score(ref, given, deadline) {
      asked.push(`${ref.name}@${ref.version}`);
      return opened.score(ref, given, deadline);
    },
  };
}, RUN_WITHIN_MS);
afterAll(async () => {
  await port?.close();
  await chain?.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const learn = (tenant: Tenant): Promise<Learned> =>
  chain.learn(
    tenant,
    rows[tenant].map(({ deed, row }, at) => ({
      host: `${deed} of ${tenant}`,
      isAttack: IS_ATTACK[tenant](deed, Math.floor(at / 2)),
      rows: [{ event: row.event, row, confidence: 0.9 }],
    })),
  );

describe('two tenants who say the opposite of the same deeds', () => {
  it('each get a classifier and an ensemble of their own, with a threshold of its own', async () => {
    for (const tenant of TENANTS) {
      const { job, promoted, triggers } = learned[tenant];
      expect(job).toMatchObject({ state: 'promoted', joined: { lessons: 2 * HOSTS, rows: 2 * HOSTS } });
      expect(triggers).toBe(1);
      expect(promoted.toSorted()).toEqual(ofVersion(job.version));
    }
    const thresholds = await Promise.all(
      [learned.alpha.job.version, learned.beta.job.version, chain.shipped].map(async (version) => {
        const { calibration, threshold } = await manifest('vedette-ensemble', version);
        return calibrate(calibration, threshold.raw);
      }),
    );
    tell({ thresholds, learned });
    expect(new Set(thresholds).size).toBe(3);
  });

  it('are named by their manifests, each by its own', async () => {
    for (const tenant of TENANTS)
      for (const name of ['vedette-classifier', 'vedette-ensemble'])
        expect((await manifest(name, learned[tenant].job.version)).tenant).toBe(tenant);
  });

  it.each([
    ['alpha', 'beta'],
    ['beta', 'alpha'],
  ] as const)(
    'leave nothing of %s in what is of %s',
    async (one, other) => {
      const [own, theirs] = [await marksIn(one), await marksIn(other)];
      // alerts, verdicts, two analysts and two rules
      expect(own.size).toBeGreaterThan(4 * HOSTS);
      expect([...own].filter((mark) => theirs.has(mark))).toEqual([]);
      for (const { name, content } of await placesOf(other))
        expect([name, [one, learned[one].job.version].filter((word) => content.includes(word))]).toEqual([name, []]);
    },
    RUN_WITHIN_MS,
  );

  it(
    'are each scored by their own version, and a third by what ships',
    async () => {
      const told = await scored(await chain.promotions());
      const [alpha, beta] = TENANTS.map((tenant) => learned[tenant].job.version);
      expect(told.versions).toEqual({
        alpha: ofVersion(alpha ?? ''),
        beta: ofVersion(beta ?? ''),
        gamma: ofVersion(chain.shipped),
      });
      for (const deed of ['dump', 'deploy'] as const)
        expect(new Set(Object.values(told.confidence[deed])).size).toBe(3);
      const [byAlpha, byBeta, byShipped] = ['alpha', 'beta', 'gamma'].map((tenant) => apart(told.confidence, tenant));
      expect(byAlpha).toBeGreaterThan(byShipped ?? Number.NaN);
      expect(byBeta).toBeLessThan(byShipped ?? Number.NaN);
    },
    RUN_WITHIN_MS,
  );

  it.each([
    ['for the other', 'beta'],
    ['for all', ''],
  ])('given the version of one is promoted %s, then it scores nobody else', async (_, seat) => {
    const { version } = learned.alpha.job;
    const promotions = [
      ...(await chain.promotions()).filter(({ tenant }) => tenant === 'alpha'),
      ...['vedette-classifier', 'vedette-ensemble'].map((name) => promotion({ name, version, tenant: seat })),
    ];
    const told = await scored(promotions);
    expect(told.versions.alpha).toEqual(ofVersion(version));
    for (const tenant of ['beta', 'gamma'])
      expect(told.versions[tenant]).not.toEqual(expect.arrayContaining([expect.stringContaining(version)]));
    expect(told.classifiers).toEqual({
      alpha: version,
      beta: '',
      gamma: seat === '' ? '' : chain.shipped,
    });
  });
});

type Confidence = Readonly<Record<Deed, Readonly<Record<string, number>>>>;
const logit = (p = Number.NaN) => Math.log(p / (1 - p));
/** By how much, in log-odds, a dump is likelier an attack than a deployment. */
const apart = ({ dump, deploy }: Confidence, tenant: string) => logit(dump[tenant]) - logit(deploy[tenant]);
const tell = (figures: object) => void process.stderr.write(`${JSON.stringify(figures)}\n`);
const ofVersion = (version: string): readonly string[] => [
  `vedette-classifier@${version}`,
  `vedette-ensemble@${version}`,
];

async function manifest(name: string, version: string): Promise<ModelManifest> {
  const bytes = await folderStore(chain.registry).read(`${name}/${version}/manifest.json`, 1_000_000);
  return JSON.parse(Buffer.from(bytes?.bytes ?? []).toString());
}

/** Datasets, results and models of a tenant. */
async function placesOf(tenant: Tenant): Promise<readonly { readonly name: string; readonly content: Buffer }[]> {
  const { version } = learned[tenant].job;
  const models = ['vedette-classifier', 'vedette-ensemble'].map((name) => join(chain.registry, name, version));
  const places = (await Promise.all([join(chain.store, tenant), ...models].map(filePlaces))).flat();
  return places.map(({ name, content }) => ({ name, content: Buffer.from(content) }));
}

/** Every id of an alert, a verdict, an analyst or a rule that stands in what is of a tenant: the scrub makes a UUID of each. */
async function marksIn(tenant: Tenant): Promise<ReadonlySet<string>> {
  const texts = (await placesOf(tenant)).map(({ content }) => content.toString('latin1'));
  return new Set(texts.flatMap((text) => text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []));
}

/** One row of each deed, scored for three tenants by the stage with real models. */
async function scored(promotions: readonly PromotedModel[]) {
  const confidence: Record<Deed, Record<string, number>> = { dump: {}, deploy: {} };
  const versions: Record<string, readonly string[]> = {};
  const classifiers: Record<string, string> = {};
  const table = new Map(promotions.map((one) => [`${one.tenant} ${one.name}`, one]));
  for (const tenant of [...TENANTS, 'gamma'])
    for (const deed of ['dump', 'deploy'] as const) {
      const seen: ScoredEvent[] = [];
      asked.length = 0;
      const stage = await given(
        inference,
        {
          config: inferenceConfigSchema.parse({ deadlineMs: PATIENT_MS }),
          model: port,
          scores: (one: ScoredEvent) => void seen.push(one),
        },
        { tables: new Map([[MODELS_PROMOTED, table]]) },
      );
      const { row } = rows.alpha.find((one) => one.deed === deed) as DeedRow;
      const value: ValueOf<typeof TELEMETRY_FEATURES> = { ...copied(row), event: { ...row.event, tenant } };
      await stage.when([{ tenant, id: 'host' }, value]);
      confidence[deed][tenant] = seen[0]?.confidence ?? Number.NaN;
      const signals = stage.sent.map(({ value: signal }) => signal as Signal);
      classifiers[tenant] = asked.find((one) => one.startsWith('vedette-classifier'))?.split('@')[1] ?? '';
      versions[tenant] = [
        ...asked.filter((one) => one.startsWith('vedette-classifier')),
        ...new Set(signals.map(({ ensemble }) => ensemble).filter((name) => name !== '')),
      ];
    }
  return { confidence, versions, classifiers };
}

/** Rows are given away to the models. */
const copied = (row: FeatureRow): FeatureRow => ({
  ...row,
  ...{ vector: row.vector.slice(), tokens: row.tokens.slice(), codes: row.codes.slice(), text: row.text.slice() },
});
