import { sigmaViewOf } from '../../detectors/taxonomy/sigma-view.ts';
import type { TelemetryEvent } from '../../domain/contracts.gen.ts';
import type { Line } from '../../source/lines.ts';
import { zeekHeads } from '../../source/zeek-heads.ts';
import { recognise } from '../../stages/intake/recognise.ts';
import { toEvent } from '../../stages/intake/to-event.ts';
import type { ReadLine } from './sighting.ts';

/** By file and line, or by a number over all files that counts events alone. */
export type Naming = 'lines' | 'events';

/**
 * Reads lines as intake does. `format` is a hint for intake, '' where it shall look for itself; `now` is epoch ms, the
 * year of times that name none.
 */
export function rawReader(format: string, naming: Naming, now: number): ReadLine {
  const headOf = zeekHeads();
  let events = 0;
  return (line) => {
    const { 'zeek-fields': columns, format: told } = headOf(line);
    const hint = format || (told?.toString() ?? '');
    const headers = { ...(hint && { format: hint }), ...(columns && { 'zeek-fields': columns.toString() }) };
    const recognised = recognise({ kind: 'bytes', bytes: line.bytes, headers }, now);
    if (recognised.kind === 'drop') return { kind: 'head' };
    if (recognised.kind === 'deadLetter') return { kind: 'unread', why: recognised.reason };
    const { sources, fields } = sigmaViewOf(eventOf(recognised, now));
    const named = naming === 'events' ? { event: events++ } : placeOf(line);
    return { kind: 'event', sources, fields, named, time: recognised.mapped.time };
  };
}

type Mapped = Extract<ReturnType<typeof recognise>, { kind: 'mapped' }>;

/** The event as intake would publish it, but for what the topic says of it. */
const eventOf = ({ mapped, format, flags }: Mapped, now: number): TelemetryEvent =>
  toEvent(mapped, {
    tenant: '',
    format,
    flags,
    eventTime: { time: mapped.time ?? now, flag: null },
    appendedAt: now,
    partition: 0,
    offset: 0,
    ceId: '',
    fullHostNames: false,
  });

const placeOf = ({ file, number, record }: Line) => ({
  file,
  line: number,
  ...(record !== undefined && { record }),
});
