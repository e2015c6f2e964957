import {
  ALERTS_FLAT,
  ALERTS_RAISED,
  FEEDBACK_SCRUBBED,
  FEEDBACK_SUBMITTED,
  INCIDENTS_RAISED,
  MODELS_AUDIT,
  MODELS_MEASURED,
  MODELS_PROMOTED,
  PIPELINE_LEDGER,
  RULES_PUBLISHED,
  TELEMETRY_RAW,
  TOPICS,
  TRAINING_JOBS,
  TRAINING_ORDERS,
  TRAINING_STATUS,
  TRAINING_TRIGGERED,
} from '../../domain/contracts.gen.ts';
import { beside, GIVEN_TABLES, SOURCES, STAGES } from '../../topology.ts';
import { readerGroups } from '../readers.ts';

export type Operation =
  | 'Read'
  | 'Write'
  | 'Describe'
  | 'Create'
  | 'Alter'
  | 'Delete'
  | 'DescribeConfigs'
  | 'AlterConfigs';

/** What may be done with one topic, one consumer group, or all groups whose name begins so. */
export interface Grant {
  readonly resource: 'topic' | 'group';
  readonly name: string;
  readonly pattern: 'literal' | 'prefixed';
  readonly operations: readonly Operation[];
}

/** One principal and the least that its work needs. Read and Write include Describe. */
export interface Role {
  readonly name: string;
  readonly about: string;
  readonly grants: readonly Grant[];
}

interface Named {
  readonly name: string;
}

const topics = (named: readonly Named[], ...operations: readonly Operation[]): readonly Grant[] =>
  named.map(({ name }) => ({ resource: 'topic', name, pattern: 'literal', operations }));
const group = (name: string, ...operations: readonly Operation[]): Grant => ({
  ...{ resource: 'group', name, pattern: 'literal', operations },
});
const groups = (name: string, ...operations: readonly Operation[]): Grant => ({
  ...{ resource: 'group', name, pattern: 'prefixed', operations },
});
/** Whole topics are read in a group of the moment, which is deleted afterwards. */
const readers = (who: string): Grant => groups(readerGroups(who), 'Read', 'Delete');

const STAGE_ROLES = STAGES.map((stage): Role & { readonly tables: readonly Named[] } => ({
  name: stage.name,
  about: `vedette run ${stage.name}`,
  tables: stage.tables,
  grants: [
    ...topics([stage.reads, ...stage.tables, ...beside(stage.name).reads], 'Read'),
    ...topics([...stage.writes, ...beside(stage.name).writes, deadLetters(stage), PIPELINE_LEDGER], 'Write'),
    group(`vedette.${stage.name}`, 'Read'),
    ...(stage.tables.length + beside(stage.name).reads.length > 0 ? [readers(stage.name)] : []),
  ],
}));

const DEAD_LETTERS = STAGES.map(deadLetters);
const READ_BY_STAGES: readonly Named[] = [...new Set(STAGES.map(({ reads }) => reads))];
const PUBLIC = [ALERTS_RAISED, ALERTS_FLAT, INCIDENTS_RAISED];

/** Everyone but the stages: who brings telemetry, who reads alerts, who looks after it. */
const OTHERS: readonly Role[] = [
  { name: 'producer', about: 'shippers, vedette produce', grants: topics([TELEMETRY_RAW], 'Write') },
  {
    name: 'subscriber',
    about: 'who reads alerts, in groups called subscriber.…',
    grants: [...topics(PUBLIC, 'Read'), groups('subscriber.', 'Read')],
  },
  {
    name: 'publisher',
    about: 'who publishes rules, models and silences; vedette rules publish …, vedette models promote …',
    grants: [
      ...topics([...GIVEN_TABLES, MODELS_AUDIT], 'Write'),
      ...topics([RULES_PUBLISHED, MODELS_PROMOTED, MODELS_AUDIT, MODELS_MEASURED], 'Read'),
      ...[readers('rules'), readers('models')],
    ],
  },
  {
    name: 'feedback',
    about: 'who submits feedback through Kafka; vedette feedback send',
    grants: topics([FEEDBACK_SUBMITTED], 'Write'),
  },
  {
    name: 'models-watcher',
    about: 'vedette models watch, which takes models back and asks for training',
    grants: [
      ...topics([MODELS_MEASURED, MODELS_PROMOTED, ALERTS_RAISED, FEEDBACK_SUBMITTED], 'Read'),
      ...topics([MODELS_PROMOTED, MODELS_AUDIT, TRAINING_TRIGGERED, TRAINING_ORDERS], 'Write'),
      readers('watch'),
    ],
  },
  {
    name: 'auditor',
    about: 'vedette audit, which looks where a loss is for what is there',
    grants: [
      ...topics([PIPELINE_LEDGER, ...READ_BY_STAGES.filter((topic) => !SOURCES.includes(topic))], 'Read'),
      ...topics(SOURCES, 'Describe'),
      readers('audit'),
    ],
  },
  {
    name: 'training-desk',
    about: 'vedette training …, which shows trainings and gives orders',
    grants: [
      ...topics([TRAINING_ORDERS], 'Write'),
      ...topics([TRAINING_STATUS, TRAINING_JOBS, MODELS_PROMOTED, FEEDBACK_SCRUBBED, ALERTS_RAISED], 'Read'),
      readers('training-desk'),
    ],
  },
  { name: 'dlq-reader', about: 'vedette dlq list', grants: [...topics(DEAD_LETTERS, 'Read'), readers('dlq')] },
  {
    name: 'dlq-redriver',
    about: 'vedette dlq redrive',
    grants: [...topics(DEAD_LETTERS, 'Read'), ...topics(READ_BY_STAGES, 'Write'), readers('dlq')],
  },
  {
    name: 'doctor',
    about: 'vedette doctor, vedette topics plan',
    grants: [
      ...topics(TOPICS, 'Describe', 'DescribeConfigs'),
      ...STAGES.map(({ name }) => group(`vedette.${name}`, 'Describe')),
    ],
  },
  {
    name: 'topics-admin',
    about: 'vedette topics plan and apply',
    grants: topics(TOPICS, 'Create', 'Describe', 'DescribeConfigs', 'AlterConfigs', 'Alter'),
  },
];

/** One role for each principal of a well-kept installation: a process a stage. */
export const ROLES: readonly Role[] = [
  ...STAGE_ROLES.map(({ name, about, grants }) => ({ name, about, grants })),
  ...OTHERS,
];

/** Several stages in one process, for small installations; given only to who asks for it. */
export const ALL_STAGES: Role = {
  name: 'all',
  about: 'vedette run all, or more than one stage in a process',
  grants: [
    ...merged(STAGE_ROLES.flatMap(({ grants }) => grants.filter(({ pattern }) => pattern === 'literal'))),
    readers('all'),
  ],
};

function deadLetters({ name }: Named): Named {
  return { name: `${name}.dlq` };
}

/** One grant for each thing: what one stage writes the next reads. */
function merged(grants: readonly Grant[]): readonly Grant[] {
  const things = Map.groupBy(grants, ({ resource, name, pattern }) => `${resource} ${pattern} ${name}`);
  return [...things.values()].map((same) => ({
    ...(same[0] as Grant),
    operations: [...new Set(same.flatMap(({ operations }) => operations))],
  }));
}
