import type { TELEMETRY_FEATURES } from '../../src/domain/contracts.gen.ts';
import type { Context, Input } from '../../src/stage.ts';
import { featuresConfigSchema } from '../../src/stages/features/config.ts';
import { features } from '../../src/stages/features/stage.ts';
import type { FeaturesState } from '../../src/stages/features/state.ts';
import { ruleBook } from '../../test/fixtures/rule-book.ts';
import { dataFolder } from '../data.ts';
import { type Event, eventsOf, scenarioLines } from '../telemetry.ts';

export type FeatureInput = Input<typeof TELEMETRY_FEATURES>;

const BATCH = 500;
/** What entities have not met yet fills the first rows. */
const COLD = 10_000;

/** Feature rows of a scenario that no model was trained on, in the order in which the stage gets them. */
export const scenarioRows = async (name: string): Promise<readonly FeatureInput[]> =>
  (await rowsOf(await eventsOf(await scenarioLines(dataFolder('evidenceforge', name))))).slice(COLD);

async function rowsOf(events: readonly Event[]): Promise<readonly FeatureInput[]> {
  const room = await features.open({ config: featuresConfigSchema.parse({}), rules: ruleBook() });
  const states = new Map<string, FeaturesState>();
  const noTable = new Map();
  const context = {
    ...{ partition: 0, partitions: 1 },
    state: ({ id }) => states.get(id),
    set: ({ id }, state) => void states.set(id, state),
    timer: () => {},
    table: () => noTable,
    count: () => {},
  } as Partial<Context<FeaturesState>> as Context<FeaturesState>;
  const rows: FeatureInput[] = [];
  for (let from = 0; from < events.length; from += BATCH) {
    const batch = events.slice(from, from + BATCH);
    for (const [i, answer] of (await room.process(batch, context)).entries())
      for (const { key, value } of answer.kind === 'forward' ? answer.records : [])
        if (value !== null && 'vector' in value) rows.push({ ...(batch[i] as Event), key, value });
  }
  return rows;
}
