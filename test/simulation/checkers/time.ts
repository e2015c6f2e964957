import { TELEMETRY_EVENTS, TELEMETRY_FEATURES, TELEMETRY_SIGNALS } from '../../../src/domain/contracts.gen.ts';
import type { StoredRecord } from '../../../src/ports.ts';
import { parseControl } from '../../../src/runner/watermark.ts';
import type { AnyStage } from '../../../src/runner.ts';
import type { History } from '../history.ts';
import { LATENESS_MS, SKEW_MS, STAGES } from '../rooms.ts';
import { distinct, readValue, textOf, toldOn } from '../truth.ts';
import { found, join, skip, type Verdict } from '../verdict.ts';

const TIMED = [TELEMETRY_EVENTS, TELEMETRY_FEATURES, TELEMETRY_SIGNALS].map(({ name }) => name);

interface Said {
  readonly sender: string;
  readonly senders: number;
  readonly watermark: number;
  readonly record: StoredRecord;
}

/** Watermarks: never ahead of records, never ahead of what was heard, never ahead of the clock. */
export function time(history: History): Verdict {
  return join([
    history.workload.hasLate
      ? skip('watermarks', 'events came later than they are waited for')
      : found(
          'time',
          TIMED.flatMap((topic) => overtaken(history, topic)),
        ),
    found('time', saidBy(history, TIMED[0] ?? '').flatMap(tooEarly)),
    found(
      'time',
      STAGES.slice(1).flatMap((stage) => guessed(history, stage)),
    ),
  ]);
}

function saidBy({ server }: History, topic: string): readonly Said[] {
  return server.all(topic).flatMap((record) => {
    const control = parseControl(textOf(record.headers['vedette-control']));
    return control ? [{ ...control, record }] : [];
  });
}

/** A record behind a watermark of its own sender that says that all before it were sent. */
function overtaken(history: History, topic: string): readonly string[] {
  const said = Map.groupBy(saidBy(history, topic), ({ sender, record }) => `${sender} ${record.partition}`);
  return distinct(toldOn(history, topic)).flatMap(({ sender, origin, record }) => {
    const { event } = readValue<{ event: { time: number } }>(topic, record);
    const ahead = said
      .get(`${sender} ${record.partition}`)
      ?.find((one) => one.record.offset < record.offset && one.watermark > event.time);
    return ahead
      ? [
          `${topic}/${record.partition}@${record.offset}: ${origin} of ${event.time} after the watermark ${ahead.watermark}`,
        ]
      : [];
  });
}

/** Sound events are at most the skew ahead, so the watermark stays behind the clock. */
function tooEarly({ sender, watermark, record }: Said): readonly string[] {
  const most = record.timestamp + SKEW_MS - LATENESS_MS;
  const isEnd = watermark === Number.POSITIVE_INFINITY;
  return isEnd || watermark <= most ? [] : [`${sender} says ${watermark}, at most ${most} can be known`];
}

/** What a stage says against what it had been told by then: the least of its senders, all of them heard. */
function guessed(history: History, { name, reads, writes }: AnyStage): readonly string[] {
  const heard = Map.groupBy(saidBy(history, reads.name), ({ record }) => record.partition);
  return saidBy(history, writes[0]?.name ?? '').flatMap(({ sender, watermark, record }) => {
    const partition = Number(sender.split('/')[1]);
    const until = (heard.get(partition) ?? []).filter((one) => one.record.timestamp <= record.timestamp);
    const times = [...Map.groupBy(until, (one) => one.sender).values()].map((list) =>
      Math.max(...list.map((one) => one.watermark)),
    );
    const known = times.length < (until[0]?.senders ?? 1) ? Number.NEGATIVE_INFINITY : Math.min(...times);
    return watermark <= known ? [] : [`${name}/${partition} says ${watermark}, but only ${known} was heard`];
  });
}
