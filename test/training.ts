import type {
  FEEDBACK_SCRUBBED,
  ScrubbedFeedback,
  TRAINING_STATUS,
  TrainingOrder,
  TrainingStatus,
  TrainingTrigger,
} from '../src/domain/contracts.gen.ts';
import { TRAINING_ORDERS, TRAINING_TRIGGERED } from '../src/domain/contracts.gen.ts';
import type { AnyTopic } from '../src/domain/topic.ts';
import { trainingConfigSchema } from '../src/stages/training/config.ts';
import { training } from '../src/stages/training/stage.ts';
import { type Given, given } from './given-when-then.ts';

export const MINUTE = 60_000;
export const DAY = 86_400_000;
/** A Monday, at noon. */
export const START = Date.parse('2026-01-05T12:00:00Z');

export interface Training extends Given<typeof FEEDBACK_SCRUBBED, typeof TRAINING_TRIGGERED | typeof TRAINING_STATUS> {
  /** Puts orders in the place of those that stood. */
  orders(...orders: readonly TrainingOrder[]): void;
}

/** Nothing is asked of the records but to be enough. */
export const LENIENT = {
  ...{ count: 4, least: 2, schedule: '', quorum: 1, analystShare: 1, ruleShare: 1, leastClassShare: 0 },
} as const;

/** The training stage alone. */
export async function givenTraining(config: object = {}, appendedAt: number = Number.MAX_SAFE_INTEGER) {
  const tables = new Map<AnyTopic, ReadonlyMap<string, unknown>>();
  const chain = await given(
    training,
    { config: trainingConfigSchema.parse({ ...LENIENT, ...config }) },
    { tables, appendedAt },
  );
  const orders = (...all: readonly TrainingOrder[]) => {
    tables.set(TRAINING_ORDERS, new Map(all.map((one) => [`${one.tenant}/${one.id}`, one])));
  };
  return { ...chain, orders } satisfies Training;
}

/** A verdict of ana's on an alert of its own, but for what the test says. */
export const feedback = (id: string, facts: Partial<ScrubbedFeedback> = {}): ScrubbedFeedback => ({
  ...{ id, tenant: 'acme', time: START, author: 'ana', kind: 'verdict', alert: `alert of ${id}` },
  ...{ label: 'true_positive', language: '', pairs: [], facts: { rule: 'r1', scrub: '1' }, removed: 0, ...facts },
});

export const order = (id: string, facts: Partial<TrainingOrder> = {}): TrainingOrder => ({
  ...{ id, tenant: 'acme', action: 'train', kind: '', cause: 'manual', model: '', author: '', feedback: '' },
  ...{ time: START, by: 'operator', ...facts },
});

/** One batch. */
export const when = (chain: Training, ...all: readonly ScrubbedFeedback[]) =>
  chain.when(...all.map((one) => [{ tenant: one.tenant, id: 'feedback' }, one] as const));

export const triggers = (chain: Training): readonly TrainingTrigger[] =>
  chain.sent.flatMap(({ to, value }) => (to === TRAINING_TRIGGERED && value ? [value as TrainingTrigger] : []));

/** What was told of a buffer last; null where it is gone. */
export function status(chain: Training, tenant = 'acme', kind = 'verdict'): TrainingStatus | null | undefined {
  const last = chain.sent.findLast(
    ({ to, key }) => to !== TRAINING_TRIGGERED && key.tenant === tenant && key.id === kind,
  );
  return last && (last.value as TrainingStatus | null);
}
