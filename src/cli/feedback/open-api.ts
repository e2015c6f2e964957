import type { World } from '../../distributed.ts';
import type { Environment } from '../../environment.ts';
import type { Logger, Metrics } from '../../ports.ts';
import { systemClock } from '../../shell/clock.ts';
import { type FeedbackGate, feedbackGate } from '../../shell/feedback/gate.ts';
import type { FeedbackApi } from '../../shell/feedback/route.ts';

/** What feedback over HTTP is taken with, and its gate. */
export interface OpenApi {
  readonly api: FeedbackApi;
  close(): Promise<void>;
}

/** null where nobody has a key. */
export function openApi(
  { apiKeys: keys, apiPerSecond: perSecond, rooms }: Environment,
  world: Promise<World>,
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
): OpenApi | null {
  if (keys.length === 0) return null;
  // until the world is there nobody can submit
  const gate: Promise<FeedbackGate> = world.then(({ broker, codec }) => feedbackGate(broker, codec));
  gate.catch(() => {});
  const { longestText, longestNote } = rooms.scrub;
  return {
    api: {
      ...{ keys, perSecond, limits: { longestText, longestNote }, logger, metrics, clock: systemClock },
      gate: { submit: async (feedback) => (await gate).submit(feedback) },
    },
    close: async () => (await gate.catch(() => null))?.close(),
  };
}
