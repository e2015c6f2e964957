import { Command } from 'commander';
import { readEnvironment } from '../environment.ts';
import { readTopicFiles, type TopicFile } from '../shell/contracts.ts';
import { type KafkaAdmin, kafkaAdmin } from '../shell/kafka/admin.ts';
import { type Namespace, topicIn } from '../shell/namespace.ts';
import { quietLogger } from '../shell/quiet.ts';
import { fitted, planTopics, type Step } from '../shell/topics/plan.ts';
import { STAGES } from '../topology.ts';
import { wholeNumber } from './arguments.ts';
import { EXIT, Failure } from './failure.ts';
import { data, json, say } from './output.ts';

interface Flags {
  readonly json?: boolean;
  readonly replicas?: number;
}

const EXAMPLES = `
Examples:
  $ vedette topics plan                 what differs from topics/*.yaml? exit 1 when something does
  $ vedette topics apply                create and configure; nothing is ever deleted
  $ vedette topics apply --replicas 1   on a cluster for trying out

KAFKA_BROKERS and the other KAFKA_ variables say where the cluster is; see "vedette run --print-config".
`;

/** `vedette topics plan|apply` */
export function topicsCommand(): Command {
  const topics = new Command('topics')
    .description('compare the topics of the cluster with topics/*.yaml')
    .addHelpText('beforeAll', EXAMPLES);
  topics.addCommand(shared('plan', 'show what would change; exit 1 when something would').action(plan));
  topics.addCommand(shared('apply', 'make it so: create, configure, grow').action(apply));
  return topics;
}

const shared = (name: string, about: string) =>
  new Command(name)
    .description(about)
    .option('--json', 'print the steps as JSON')
    .option('--replicas <n>', 'replicas of every topic instead of what the files say', wholeNumber(1));

async function plan(flags: Flags): Promise<void> {
  await withAdmin(async (admin, namespace) => {
    const wanted = wantedTopics(flags, namespace);
    await explainReplicas(admin, wanted);
    const steps = await stepsFor(admin, wanted, namespace);
    show(steps, flags);
    if (steps.length > 0)
      throw new Failure(EXIT.difference, `${steps.length} differences; "vedette topics apply" makes them good`);
    say('the topics are as the files say');
  });
}

async function apply(flags: Flags): Promise<void> {
  await withAdmin(async (admin, namespace) => {
    const wanted = wantedTopics(flags, namespace);
    await explainReplicas(admin, wanted);
    const steps = await stepsFor(admin, wanted, namespace);
    show(steps, flags);
    for (const step of steps) await take(admin, step);
    const refused = steps.filter(({ kind }) => kind === 'refuse');
    if (refused.length > 0)
      throw new Failure(EXIT.difference, `${steps.length - refused.length} changes made, ${refused.length} refused`);
    say(steps.length === 0 ? 'the topics are as the files say' : `${steps.length} changes made`);
  });
}

async function withAdmin(work: (admin: KafkaAdmin, namespace?: Namespace) => Promise<void>): Promise<void> {
  const { kafka } = readEnvironment(process.env);
  const admin = kafkaAdmin(kafka, quietLogger);
  try {
    await work(admin, kafka.namespace);
  } finally {
    await admin.close();
  }
}

/** Under their names in the namespace; what it shares is the live chain's. */
export const topicsIn = (namespace?: Namespace): readonly TopicFile[] =>
  readTopicFiles()
    .filter(({ name }) => !namespace?.shares.has(name))
    .map((file) => ({ ...file, name: topicIn(namespace, file.name) }));

function wantedTopics({ replicas }: Flags, namespace?: Namespace): readonly TopicFile[] {
  const files = topicsIn(namespace);
  return replicas === undefined
    ? files
    : files.map((file) => fitted({ ...file, replicas: Math.max(file.replicas, replicas) }, replicas));
}

/** Why there are fewer replicas than the files say. */
async function explainReplicas(admin: KafkaAdmin, wanted: readonly TopicFile[]): Promise<void> {
  const brokers = await admin.brokers();
  const most = Math.max(...wanted.map(({ replicas }) => replicas));
  if (most > brokers)
    say(
      `note: the cluster has ${brokers} of the ${most} brokers that the replicas need: fewer replicas until it has more`,
    );
}

/** What differs now. */
export async function stepsFor(
  admin: KafkaAdmin,
  wanted: readonly TopicFile[],
  namespace?: Namespace,
): Promise<readonly Step[]> {
  const brokers = await admin.brokers();
  const found = await admin.topics(wanted.map(({ name }) => name));
  const horizonsMs = new Map(STAGES.map((stage) => [topicIn(namespace, stage.reads.name), stage.horizonMs]));
  return planTopics(wanted, { brokers, topics: found, horizonsMs });
}

async function take(admin: KafkaAdmin, step: Step): Promise<void> {
  if (step.kind === 'create') await admin.create(step);
  if (step.kind === 'configure') await admin.configure(step.topic, step.overrides);
  if (step.kind === 'grow') await admin.grow(step.topic, step.to);
}

function show(steps: readonly Step[], flags: Flags): void {
  if (flags.json) json(steps);
  else for (const step of steps) data(lineOf(step));
}

function lineOf(step: Step): string {
  if (step.kind === 'create') return `+ ${step.topic}  ${step.partitions} partitions, ${step.replicas} replicas`;
  if (step.kind === 'grow') return `~ ${step.topic}  ${step.from} -> ${step.to} partitions`;
  if (step.kind === 'refuse') return `! ${step.topic}  ${step.reason}`;
  return `~ ${step.topic}  ${step.changes.map(({ setting, from, to }) => `${setting} ${from || '(unset)'} -> ${to}`).join(', ')}`;
}
