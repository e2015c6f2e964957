/**
 * What must not compile does not: `npm run types` fails when one of the expected errors is missing.
 * Nothing here runs.
 */
import type { PromotedModel, PublishedRule, Silence } from '../../src/domain/contracts.gen.ts';
import {
  ALERTS_SILENCES,
  MODELS_PROMOTED,
  RULES_PUBLISHED,
  type TELEMETRY_RAW,
} from '../../src/domain/contracts.gen.ts';
import type { ValueOf } from '../../src/domain/topic.ts';
import {
  type Context,
  deadLetter,
  drop,
  forward,
  type Outcome,
  type Rec,
  type Room,
  type Stage,
} from '../../src/stage.ts';

type Out = typeof RULES_PUBLISHED | typeof MODELS_PROMOTED;
const key = { tenant: 'acme', id: 'x' };
declare const rule: PublishedRule;
declare const untimed: Omit<PublishedRule, 'time'>;
declare const promotion: PromotedModel;
declare const silence: Silence;
declare const context: Context<{ seen: number }>;

/** What a stage may say. */
export const allowed: readonly Outcome<Out>[] = [
  forward<Out>({ to: RULES_PUBLISHED, key, value: rule }, { to: MODELS_PROMOTED, key, value: promotion }),
  forward<Out>({ to: RULES_PUBLISHED, key, value: null }),
  forward<Out>(),
  drop('dull'),
  deadLetter('bad'),
];

/** What it may not. */
export const refused: readonly Outcome<Out>[] = [
  // @ts-expect-error a topic that the stage does not write
  forward<Out>({ to: ALERTS_SILENCES, key, value: silence }),
  // @ts-expect-error the value of another topic, though the stage writes both
  forward<Out>({ to: RULES_PUBLISHED, key, value: promotion }),
  // @ts-expect-error a field is missing
  forward<Out>({ to: RULES_PUBLISHED, key, value: untimed }),
  // @ts-expect-error a symbol that the enum does not have
  forward<Out>({ to: RULES_PUBLISHED, key, value: { ...rule, status: 'perhaps' } }),
  // @ts-expect-error no value at all
  forward<Out>({ to: RULES_PUBLISHED, key }),
  // @ts-expect-error a key without a tenant
  forward<Out>({ to: RULES_PUBLISHED, key: { id: 'x' }, value: rule }),
  // @ts-expect-error a topic by its name
  forward<Out>({ to: 'rules.published.v1', key, value: rule }),
  // @ts-expect-error an outcome that there is not
  { kind: 'retry', reason: 'later' },
  // @ts-expect-error a drop says why
  { kind: 'drop' },
];

// @ts-expect-error a union of topics does not mix their values
export const mixed: Rec<Out> = { to: MODELS_PROMOTED, key, value: rule };

export const room: Room<typeof ALERTS_SILENCES, typeof RULES_PUBLISHED, { seen: number }> = {
  process(batch) {
    // @ts-expect-error the input topic carries no such field
    for (const input of batch) void input.value.level;
    // @ts-expect-error a room cannot say where it reads next
    for (const input of batch) input.offset = 0;
    return batch.map(() => drop('dull'));
  },
  // @ts-expect-error timers cannot write what the stage does not write
  timers: () => [{ to: ALERTS_SILENCES, key, value: silence }],
};

// @ts-expect-error the state has another shape
context.set(key, { seen: 'often' });
// @ts-expect-error the value of a table is the topic's own
export const wrong: ReadonlyMap<string, Silence> = context.table(MODELS_PROMOTED);
// @ts-expect-error the watermark is the runner's
context.watermark = 0;
// @ts-expect-error only late and evicted are for a room to count
context.count('dropped', 'acme');

export const stage: Stage<typeof ALERTS_SILENCES, typeof RULES_PUBLISHED, never, null> = {
  name: 'x',
  reads: ALERTS_SILENCES,
  tables: [],
  // @ts-expect-error a topic that the type of the stage does not name
  writes: [MODELS_PROMOTED],
  horizonMs: 0,
  routineDrops: [],
  open: async () => ({ process: (batch) => batch.map(() => drop('dull')) }),
};

// @ts-expect-error the raw topic carries events or bytes, told apart by kind
export const raw: ValueOf<typeof TELEMETRY_RAW> = { kind: 'text', text: '' };
