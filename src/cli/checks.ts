import type { Environment } from '../environment.ts';
import type { Logger } from '../ports.ts';
import type { KafkaAdmin } from '../shell/kafka/admin.ts';
import { loadModels } from '../shell/models/load-models.ts';
import { signatureCheck } from '../shell/models/signature.ts';
import { groupIn } from '../shell/namespace.ts';
import { redisStateStore } from '../shell/redis/state-store.ts';
import { openRegistry } from '../shell/registry/open-registry.ts';
import type { RegistryAdmin } from '../shell/schemas/registry-admin.ts';
import { wantedModels } from '../stages/inference/config.ts';
import { STAGES } from '../topology.ts';
import { sigmaRules } from './rules/rule-files.ts';
import { checkedYara } from './rules/yara.ts';
import { findFaults } from './schemas.ts';
import { stepsFor, topicsIn } from './topics.ts';

/** What one check has found. A failure says what to do. */
export interface Checked {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly found: string;
  /** Empty where nothing is to be done. */
  readonly remedy: string;
}

type Answer = Omit<Checked, 'check'>;
const ok = (found: string): Answer => ({ status: 'ok', found, remedy: '' });
const warn = (found: string, remedy: string): Answer => ({ status: 'warn', found, remedy });
const fail = (found: string, remedy: string): Answer => ({ status: 'fail', found, remedy });

/** Runs one check; what it throws is a failure with the remedy given. */
export async function check(name: string, remedy: string, work: () => Promise<Answer>): Promise<Checked> {
  try {
    return { check: name, ...(await work()) };
  } catch (error) {
    return { check: name, ...fail(error instanceof Error ? error.message : 'unknown', remedy) };
  }
}

export function checkNode(version: string): Answer {
  if (version.startsWith('v24.')) return ok(version);
  return fail(version, 'run with Node 24; "npm run vedette" takes the one that npm ci has installed');
}

export async function checkBroker(admin: KafkaAdmin, { kafka }: Environment): Promise<Answer> {
  const brokers = await admin.brokers();
  const found = `${brokers} brokers at ${kafka.brokers.join(',')}`;
  return brokers >= 3 ? ok(found) : warn(found, 'fewer than three brokers: a record can be lost with the disk of one');
}

export async function checkTopics(admin: KafkaAdmin, { kafka: { namespace } }: Environment): Promise<Answer> {
  const files = topicsIn(namespace);
  const steps = await stepsFor(admin, files, namespace);
  if (steps.length === 0) return ok(`${files.length} topics are as the files say`);
  return fail(
    `${steps.length} differences in ${files.length} topics`,
    'see "vedette topics plan", then "vedette topics apply"',
  );
}

export async function checkSchemas(registry: RegistryAdmin): Promise<Answer> {
  await registry.ping();
  const { subjects, faults } = await findFaults(registry);
  if (faults.length > 0)
    return fail(
      `${faults.length} faults, the first: ${faults[0]?.subject}: ${faults[0]?.fault}`,
      'see "vedette schemas check --registry"',
    );
  const missing = [];
  for (const subject of subjects)
    if (!(await registry.isRegistered(subject.subject, subject.text))) missing.push(subject.subject);
  if (missing.length > 0)
    return fail(`${missing.length} of ${subjects.length} schemas are not registered`, 'run "vedette schemas register"');
  return ok(`${subjects.length} schemas are registered and compatible`);
}

const REDIS_WITHIN_MS = 5000;
const silent: Logger = { info() {}, warn() {}, error() {} };

/** The store itself refuses a Redis that may evict. */
export async function checkRedis({ redis }: Environment): Promise<Answer> {
  const enough = AbortSignal.timeout(REDIS_WITHIN_MS);
  try {
    await (await redisStateStore(redis, silent, enough)).close();
  } catch (error) {
    if (enough.aborted) throw new Error(`no answer within ${REDIS_WITHIN_MS / 1000} s`);
    throw error;
  }
  return ok('answers, and evicts nothing');
}

export async function checkModels({ models, s3, serving: { keys }, rooms }: Environment): Promise<Answer> {
  const found = await loadModels({
    source: openRegistry(models, s3),
    ...(keys.length > 0 && { verify: signatureCheck(keys) }),
  });
  const broken = found.filter((model) => !model.ok && !model.isTagger);
  if (broken.length > 0) {
    const names = broken.map((model) => `${model.name}/${model.version}: ${'reason' in model ? model.reason : ''}`);
    return fail(names.join('; '), `put the folder back as it was published; ${models}`);
  }
  const wanted = wantedModels(rooms.inference);
  const missing = wanted.filter((name) => !found.some((model) => model.name === name));
  if (missing.length > 0)
    return warn(
      `no ${missing.join(', no ')} in ${models}`,
      'scores will say degraded; rules go on. Set VEDETTE_MODELS',
    );
  return ok(
    `${found.map((model) => `${model.name}/${model.version}`).join(', ')}: every file is what its manifest says`,
  );
}

export async function checkGroups(admin: KafkaAdmin, { kafka: { namespace } }: Environment): Promise<Answer> {
  const names = STAGES.map((stage) => groupIn(namespace, `vedette.${stage.name}`));
  const described = await admin.groups(names);
  const groups = described.toSorted((a, b) => names.indexOf(a.group) - names.indexOf(b.group));
  const found = groups.map(({ group, state, members }) => `${stageOf(group)} ${state.toLowerCase()} ${members}`);
  const asleep = groups.filter(({ members }) => members === 0);
  if (asleep.length === 0) return ok(found.join(', '));
  return warn(
    found.join(', '),
    `no process runs ${asleep.map(({ group }) => stageOf(group)).join(', ')}: "vedette run all" does`,
  );
}

const stageOf = (group: string): string => group.slice(group.lastIndexOf('.') + 1);

export async function checkRules({ rules: path }: Environment): Promise<Answer> {
  const [sigma, yara] = [await sigmaRules(path), await checkedYara(path)];
  const faults = sigma.faults.length + yara.faults.length;
  if (faults > 0)
    return warn(`${faults} faults in ${path}: these rules are left out`, `see "vedette rules check ${path}"`);
  const { rules, correlations } = sigma;
  return ok(`${rules.length} rules and ${correlations.length} correlations of Sigma, ${yara.rules.length} of YARA`);
}
