import type { ModelMeasurement } from '../domain/contracts.gen.ts';
import { openTally, type Tally, type TallyKey } from '../models/tally.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Measured } from '../stages/inference/ports.ts';

export interface MeterWorld {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Random id of this process. */
  readonly process: string;
  publish(measurements: readonly ModelMeasurement[]): Promise<void>;
}

export interface ModelMeter {
  measured(one: Measured): void;
  /** Publishes what is left. */
  close(): Promise<void>;
}

const EVERY_MS = 10_000;
/** Tenants beyond these are counted together. */
const MOST_TALLIES = 500;
/** Kept while the broker is away; what is older is given up. */
const MOST_PENDING = 2_000;

/** Adds up what versions of models do, and publishes it every ten seconds. A broker that is away disturbs nobody. */
export function modelMeter(world: MeterWorld): ModelMeter {
  const { clock, logger } = world;
  const stop = new AbortController();
  let tallies = new Map<string, Tally>();
  let pending: readonly ModelMeasurement[] = [];
  let sequence = 0;
  let from = clock.now();

  function tallyOf(key: TallyKey): Tally {
    const id = JSON.stringify([key.tenant, key.model, key.version, key.arm]);
    const known = tallies.get(id);
    if (known) return known;
    if (tallies.size >= MOST_TALLIES && key.tenant !== '') return tallyOf({ ...key, tenant: '' });
    const fresh = openTally(key);
    tallies.set(id, fresh);
    return fresh;
  }

  function takeWindow(): readonly ModelMeasurement[] {
    const window = { from, to: clock.now() };
    const taken = [...tallies.values()].map((tally) => {
      sequence += 1;
      return { process: world.process, sequence, ...window, ...tally.tallied() };
    });
    tallies = new Map();
    from = window.to;
    return taken;
  }

  async function flush(): Promise<void> {
    pending = [...pending, ...takeWindow()].slice(-MOST_PENDING);
    if (pending.length === 0) return;
    try {
      await world.publish(pending);
      pending = [];
    } catch (cause) {
      logger.warn({ cause: (cause as Error).message, waiting: pending.length }, 'measurements of models wait');
    }
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      await clock.sleep(EVERY_MS, stop.signal);
      await flush();
    }
  }

  const running = run();
  return {
    measured: ({ tenant, model, version, arm, ...doing }) => tallyOf({ tenant, model, version, arm }).add(doing),
    async close() {
      stop.abort();
      await running;
    },
  };
}
