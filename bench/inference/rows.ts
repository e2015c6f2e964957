import type { TELEMETRY_FEATURES } from '../../src/domain/contracts.gen.ts';
import type { Input } from '../../src/stage.ts';
import { dataFolder } from '../data.ts';
import { openFeatures } from '../features-room.ts';
import { type Event, eventsOf, scenarioLines } from '../telemetry.ts';

export type FeatureInput = Input<typeof TELEMETRY_FEATURES>;

const BATCH = 500;
/** What entities have not met yet fills the first rows. */
const COLD = 10_000;

/** Feature rows of a scenario that no model was trained on, in the order in which the stage gets them. */
export const scenarioRows = async (name: string): Promise<readonly FeatureInput[]> =>
  (await rowsOf(await eventsOf(await scenarioLines(dataFolder('evidenceforge', name))))).slice(COLD);

async function rowsOf(events: readonly Event[]): Promise<readonly FeatureInput[]> {
  const { room, context } = await openFeatures();
  const rows: FeatureInput[] = [];
  for (let from = 0; from < events.length; from += BATCH) {
    const batch = events.slice(from, from + BATCH);
    for (const [i, answer] of (await room.process(batch, context)).entries())
      for (const { key, value } of answer.kind === 'forward' ? answer.records : [])
        if (value !== null && 'vector' in value) rows.push({ ...(batch[i] as Event), key, value });
  }
  return rows;
}
