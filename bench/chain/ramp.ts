import type { Broker } from '../../src/ports.ts';
import { type Arrivals, percentiles } from './arrivals.ts';
import type { Generator } from './open-loop.ts';
import { backlog } from './world.ts';

/** Share of the rate by which the backlog may change in a second: commits come once a second, so it is never still. */
const GROWTH = 0.05;
const LOOK_EVERY_MS = 1_000;
const MARKS_PER_SECOND = 10;

export interface Step {
  readonly eventsPerSecond: number;
  readonly growthPerSecond: number;
  readonly isSustained: boolean;
  readonly latency: Readonly<Record<string, number>>;
  readonly generatorLateMs: number;
  readonly backlog: Readonly<Record<string, number>>;
}

/** Raises the rate step by step until the backlog grows. */
export async function ramp(
  rates: readonly number[],
  seconds: number,
  generator: Generator,
  broker: Broker,
  arrivals: Arrivals,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const rate of rates) {
    console.error(`${rate} events/s`);
    const watch = watchBacklog(broker);
    const phase = await generator.run(rate, seconds, MARKS_PER_SECOND);
    const looks = watch.stop();
    const growthPerSecond = slope(looks.slice(Math.floor(looks.length / 3)));
    const isSustained = growthPerSecond <= GROWTH * rate && phase.latestMs < LOOK_EVERY_MS;
    steps.push({
      eventsPerSecond: rate,
      growthPerSecond: Math.round(growthPerSecond),
      isSustained,
      latency: percentiles(arrivals.latencies(generator.planned, ...phase.marks)),
      generatorLateMs: phase.latestMs,
      backlog: await backlog(broker),
    });
    if (!isSustained) break;
  }
  return steps;
}

type Look = readonly [seconds: number, records: number];

function watchBacklog(broker: Broker): { stop(): readonly Look[] } {
  const looks: Look[] = [];
  const timer = setInterval(async () => {
    const lags = await backlog(broker);
    looks.push([performance.now() / 1000, Object.values(lags).reduce((sum, lag) => sum + lag, 0)]);
  }, LOOK_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return [...looks];
    },
  };
}

/** Records a second, by least squares. */
function slope(looks: readonly Look[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [t, y] = [mean(looks.map(([time]) => time)), mean(looks.map(([, records]) => records))];
  const spread = looks.reduce((sum, [time]) => sum + (time - t) ** 2, 0);
  return spread === 0 ? 0 : looks.reduce((sum, [time, records]) => sum + (time - t) * (records - y), 0) / spread;
}
