import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { VEDETTE } from '../../bench/process.ts';
import {
  ALERTS_EVIDENCE,
  ALERTS_SILENCES,
  FEEDBACK_SCRUBBED,
  TELEMETRY_RAW,
  type TrainingJob,
} from '../../src/domain/contracts.gen.ts';
import { SHIPPED_MODELS } from '../../src/local-ports.ts';
import { STAGES } from '../../src/topology.ts';
import { until } from '../contract/until.ts';
import { describeOnServers } from '../e2e/on-servers.ts';
import { type StageProcess, startStage, succeed, type Variables } from '../e2e/processes.ts';
import { type Desk, openDesk } from './desk.ts';
import { topicPlace } from './planted/places.ts';
import { aboutAlerts, planOf } from './planted/plan.ts';
import { type Searcher, searcherOf } from './planted/search.ts';
import { writtenBy } from './planted/written.ts';

const RUN_WITHIN_MS = 900_000;
const STEP_WITHIN_MS = 400_000;
const TENANT = 'acme';
const LOG_CHARS = 200_000_000;
/** Everybody's word counts, so that nothing of what was planted stays behind for another reason than that it is planted. */
const LENIENT: Variables = {
  VEDETTE_TRAINING_COUNT: '300',
  VEDETTE_TRAINING_WEEKLY_LIMIT: '50',
  VEDETTE_TRAINING_SCHEDULE: '',
  VEDETTE_TRAINING_QUORUM: '1',
  VEDETTE_TRAINING_ANALYST_SHARE: '1',
  VEDETTE_TRAINING_RULE_SHARE: '1',
  VEDETTE_TRAINING_LEAST_CLASS_SHARE: '0',
  VEDETTE_LAUNCH_ATTEMPTS: '1',
};
/** Datasets of 300: two of corrections, one of verdicts, names and labels each. */
const JOBS = 5;
const LEAST_PLANTED = 2_000;
/** Feedback that asks for silences, and such as is refused. */
const SILENCES = 336;
const REFUSED = 20;
/** Of 200 full names of which nothing but the sentence tells, those that come through. */
const STRANGERS_LEFT = 0;

await describeOnServers('made-up people, through all of learning', ({ variables: servers }) => {
  const plan = planOf(Date.now());
  const searcher = searcherOf([...plan.identities, ...[...plan.strangers, ...plan.tools].map((one) => one.identity)]);
  let folder: string;
  let chain: StageProcess;
  let desk: Desk;
  let said: number;
  let jobs: readonly TrainingJob[];
  let found: readonly (ReturnType<Searcher['look']>[number] & { readonly place: string })[];
  const of = (kind: RegExp) => found.filter((one) => kind.test(one.kind));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vedette-leak-'));
    const variables = await prepared(servers, folder);
    chain = startStage('all', variables, [...VEDETTE, 'run'], LOG_CHARS);
    await until('it runs', () => chain.log().split('the stage runs').length > STAGES.length, STEP_WITHIN_MS);
    desk = await openDesk(variables, TENANT, STEP_WITHIN_MS);
    await writeFile(join(folder, 'deeds.jsonl'), `${plan.lines.join('\n')}\n`);
    await succeed(['produce', join(folder, 'deeds.jsonl'), '--tenant', TENANT], variables);
    const uids = await desk.alertsOf(plan.deeds.map(({ host }) => host));
    const feedback = [
      ...[...plan.strangers, ...plan.tools].map((one) => one.feedback),
      ...aboutAlerts(plan, (host) => uids.get(host) ?? ''),
      ...plan.refused,
    ];
    said = feedback.length;
    await desk.say(feedback);
    jobs = await desk.ended(JOBS);
    const models = jobs.flatMap((job) => job.models);
    const learning = { broker: desk.broker, variables, tenant: TENANT, folder, models, log: chain.log() };
    const written = await writtenBy(learning);
    found = written.flatMap(({ name, content }) => searcher.look(content).map((one) => ({ place: name, ...one })));
  }, RUN_WITHIN_MS);
  afterAll(async () => {
    await desk?.close();
    await chain?.kill();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('were thousands, and stood in what came in, where the search finds them', async () => {
    expect(plan.identities.length).toBeGreaterThanOrEqual(LEAST_PLANTED);
    const [raw, evidence] = await Promise.all(
      [TELEMETRY_RAW, ALERTS_EVIDENCE].map(({ name }) => topicPlace(desk.broker, name)),
    );
    expect(searcher.look(raw?.content ?? '').length).toBeGreaterThanOrEqual(LEAST_PLANTED);
    expect(searcher.look(evidence?.content ?? '').length).toBeGreaterThan(LEAST_PLANTED / 4);
  });

  it('were not saved by refusals: those whom a silence names as its rule, and nobody else', async () => {
    const [scrubbed, silences] = await Promise.all(
      [FEEDBACK_SCRUBBED, ALERTS_SILENCES].map(async (topic) => (await desk.values(topic)).length),
    );
    const refused = await desk.count('scrub.dlq');
    tell({ planted: plan.identities.length, said, scrubbed, silences, refused });
    expect([scrubbed, silences, refused]).toEqual([said - SILENCES - REFUSED, SILENCES, REFUSED]);
  });

  it('went into datasets of every kind, and into models', () => {
    const made = jobs.map(({ kind, state, reason, joined }) => ({ kind, state, reason, ...joined }));
    tell({ made });
    expect(made).toHaveLength(JOBS);
    for (const kind of ['correction', 'entity_correction'])
      expect(made).toContainEqual({ kind, state: 'refused', reason: 'no_models', pairs: 300 });
    expect(made).toContainEqual(expect.objectContaining({ kind: 'verdict', state: 'promoted', lessons: 240 }));
    expect(made).toContainEqual(expect.objectContaining({ kind: 'label', lessons: 100 }));
  });

  it('are nowhere in what learning has written', () => {
    expect(of(/^(?!stranger|said to be a tool)/)).toEqual([]);
  });

  it('given full names of which nothing but the sentence tells, then no more come through than are known to', () => {
    const left = new Set(of(/^stranger/).map(({ value }) => value)).size;
    tell({ strangers: plan.strangers.length, left });
    expect(left).toBeLessThanOrEqual(STRANGERS_LEFT);
  });

  it('given names, accounts and plates that somebody says are names of tools, then they stay, and where is known', () => {
    // nothing tells them from names of tools, which a dictionary is for
    const places = new Set(of(/^said to be a tool/).map(({ place }) => place.split('/')[0]));
    const entries = [`vedette:{dictionary}:entries:${TENANT}`, `dictionary list --tenant ${TENANT} --json`];
    expect(places).toEqual(new Set([FEEDBACK_SCRUBBED.name, TENANT, ...entries]));
    expect(new Set(of(/^said to be a tool/).map(({ value }) => value)).size).toBe(plan.tools.length);
  });
});

/** Topics, schemas, and the models that ship in a registry that may be written. */
async function prepared(servers: Variables, folder: string): Promise<Variables> {
  const variables: Variables = {
    ...{ ...servers, ...LENIENT },
    VEDETTE_HTTP_PORT: '0',
    VEDETTE_LOG_LEVEL: 'debug',
    VEDETTE_MODELS: join(folder, 'models'),
    VEDETTE_TRAINING_STORE: join(folder, 'training'),
    VEDETTE_INFERENCE_DEADLINE_MS: '60000',
  };
  await cp(SHIPPED_MODELS, join(folder, 'models'), { recursive: true });
  await succeed(['topics', 'apply', '--replicas', '1'], variables);
  await succeed(['schemas', 'register'], variables);
  return variables;
}

const tell = (counts: object) => void process.stderr.write(`${JSON.stringify(counts)}\n`);
