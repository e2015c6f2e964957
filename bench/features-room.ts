/** The features room on one partition without tables, its states in memory, for benches of it and of what is behind it. */
import type { Context } from '../src/stage.ts';
import { featuresConfigSchema } from '../src/stages/features/config.ts';
import { features } from '../src/stages/features/stage.ts';
import type { FeaturesState } from '../src/stages/features/state.ts';
import { ruleBook } from '../test/fixtures/rule-book.ts';

/** `count` is told each thing that the room counts. */
export async function openFeatures(count: (what: string) => void = () => {}) {
  const room = await features.open({ config: featuresConfigSchema.parse({}), rules: ruleBook() });
  const states = new Map<string, FeaturesState>();
  const noTable = new Map();
  const context = {
    ...{ partition: 0, partitions: 1 },
    state: ({ id }) => states.get(id),
    set: ({ id }, state) => void states.set(id, state),
    timer: () => {},
    table: () => noTable,
    count,
  } as Partial<Context<FeaturesState>> as Context<FeaturesState>;
  return { room, states, context };
}
