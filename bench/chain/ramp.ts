import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from '../../src/ports.ts';
import { type Arrivals, percentiles } from './arrivals.ts';
import type { Generator } from './open-loop.ts';
import { backlog } from './world.ts';

/** Seconds by which the alerts may fall behind in a second: beyond that, and what the chain takes is less than what comes. */
const GROWTH = 0.02;
/** The generator itself may not be the one that is late. */
const LATE_MS = 1_000;
const MARKS_PER_SECOND = 20;
const LAST_ALERTS_MS = 3_000;

export interface Step {
  readonly eventsPerSecond: number;
  /** Growth of the time from event to alert in the later half of the step, seconds a second. */
  readonly delayGrowth: number;
  readonly isSustained: boolean;
  readonly latency: Readonly<Record<string, number>>;
  readonly generatorLateMs: number;
  /** Records not committed yet at the end of the step, by stage; commits come once a second. */
  readonly backlog: Readonly<Record<string, number>>;
}

/** Raises the rate step by step until alerts come later and later. */
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
    const { marks, latestMs } = await generator.run(rate, seconds, MARKS_PER_SECOND);
    const left = await backlog(broker);
    await sleep(LAST_ALERTS_MS);
    const delays = arrivals.delays(generator.planned, ...marks);
    const delayGrowth = slope(delays.slice(Math.floor((marks[1] - marks[0]) / 2)));
    const isWhole = delays.length === marks[1] - marks[0];
    const isSustained = isWhole && delayGrowth <= GROWTH && latestMs < LATE_MS;
    const latency = percentiles(delays.map(([, ms]) => ms));
    steps.push({ eventsPerSecond: rate, delayGrowth, isSustained, latency, generatorLateMs: latestMs, backlog: left });
    if (!isSustained) break;
  }
  return steps;
}

/** Milliseconds of delay per millisecond of the schedule, by least squares. */
function slope(delays: readonly (readonly [plannedAt: number, delayMs: number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [t, y] = [mean(delays.map(([time]) => time)), mean(delays.map(([, ms]) => ms))];
  const spread = delays.reduce((sum, [time]) => sum + (time - t) ** 2, 0);
  const slant = delays.reduce((sum, [time, ms]) => sum + (time - t) * (ms - y), 0);
  return spread === 0 ? 0 : Number((slant / spread).toFixed(4));
}
