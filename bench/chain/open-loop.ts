import { setTimeout as sleep } from 'node:timers/promises';
import type { Producer, Send } from '../../src/ports.ts';
import type { Load } from './load.ts';

const TICK_MS = 5;

export interface Generator {
  /** Sends at the rate for so long, whether or not the chain keeps up; resolves when all of it is acked. */
  run(eventsPerSecond: number, seconds: number, marksPerSecond: number): Promise<Phase>;
  readonly events: number;
  /** Moment at which each mark was to be sent, on the clock of `performance.now`. */
  readonly planned: ReadonlyMap<number, number>;
}

export interface Phase {
  /** Numbers of the marks [from, to). */
  readonly marks: readonly [from: number, to: number];
  readonly events: number;
  /** Longest time by which a send came after its planned moment: the generator's own lateness. */
  readonly latestMs: number;
}

/** The schedule is fixed beforehand: a record that waits for the producer is late from its planned moment on. */
export function generator(load: Load, producer: Producer): Generator {
  const planned = new Map<number, number>();
  let events = 0;

  async function run(rate: number, seconds: number, marksPerSecond: number): Promise<Phase> {
    const startedAt = performance.now();
    const markEvery = Math.floor(rate / marksPerSecond);
    const total = Math.floor(rate * seconds);
    const firstMark = planned.size;
    const acks: Promise<void>[] = [];
    let latestMs = 0;
    for (let sent = 0; sent < total; ) {
      const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * rate));
      const sends: Send[] = [];
      for (; sent < due; sent++) {
        const plannedAt = startedAt + (sent / rate) * 1000;
        latestMs = Math.max(latestMs, performance.now() - plannedAt);
        sends.push(sent % markEvery === 0 ? mark(plannedAt) : load.event(events));
        events += 1;
      }
      if (sends.length > 0) acks.push(producer.send(sends));
      await sleep(TICK_MS);
    }
    await Promise.all(acks);
    return { marks: [firstMark, planned.size], events: total, latestMs: Math.round(latestMs) };
  }

  function mark(plannedAt: number): Send {
    const number = planned.size;
    planned.set(number, plannedAt);
    return load.mark(number);
  }

  return {
    run,
    planned,
    get events() {
      return events;
    },
  };
}
