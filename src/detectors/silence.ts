/**
 * When a host was heard, as spells: runs of events between which it was never silent for as long as a silence takes.
 * A spell depends on the times of its events and not on their order, so that whatever partitions a host's events come
 * by, its silences are the same.
 */

/** Numbers of one spell. */
const START = 0;
const END = 1;
const EVENTS = 2;
/** Where the newest event stands on the raw topic. */
const PARTITION = 3;
const OFFSET = 4;
const FIELDS = 5;
/** More than one spell is only known while the watermark is that far behind. */
const SPELLS = 4;

const COUNT = SPELLS * FIELDS;
/** 1: its silence was told; more is told when it was heard again. */
const SILENT = COUNT + 1;
/** 1: was regular once; it need not be for as long again. */
const KNOWN = COUNT + 2;
/** Event time up to which silences are decided. */
const DECIDED = COUNT + 3;
export const HEARD_NUMBERS = COUNT + 4;

/** The spells of one host, oldest first, as they stand in its block of memory. */
export type Heard = Float64Array;

export interface SilenceLimits {
  /** So long without an event is a silence. */
  readonly silentMs: number;
  /** A host that was heard for so long, and often, is missed when it falls silent. */
  readonly regularMs: number;
}

export interface Silence {
  readonly since: number;
  readonly rawPartition: number;
  readonly rawOffset: number;
  /** Mean time between its events before. */
  readonly everyMs: number;
}

type Spell = [start: number, end: number, events: number, partition: number, offset: number];

/** On average so many events are wanted in the length of a silence: fewer are no rhythm that could be missed. */
const EVENTS_A_SILENCE = 6;

/** Notes that the host was heard. Answers the spells that had no more room: none, but for a watermark far behind. */
export function hear(heard: Heard, time: number, partition: number, offset: number, silentMs: number): number {
  const last = ((heard[COUNT] as number) - 1) * FIELDS;
  const sinceLast = time - (heard[last + END] as number);
  if (last >= 0 && sinceLast > 0 && sinceLast < silentMs) {
    heard[last + END] = time;
    heard[last + EVENTS] = (heard[last + EVENTS] as number) + 1;
    heard[last + PARTITION] = partition;
    heard[last + OFFSET] = offset;
    return 0;
  }
  // what was decided stays so; 0: nothing was
  if (heard[DECIDED] !== 0 && time <= (heard[DECIDED] as number)) return 0;
  const spells = joined([...spellsOf(heard), [time, time, 1, partition, offset]], silentMs);
  const tooMany = Math.max(0, spells.length - SPELLS);
  put(heard, spells.slice(tooMany));
  return tooMany;
}

/** Takes the silences that the watermark has decided. At the end of a replay nobody falls silent: there is no more to hear. */
export function takeSilences(heard: Heard, watermark: number, limits: SilenceLimits): readonly Silence[] {
  const silences: Silence[] = [];
  const { silentMs } = limits;
  for (let spells = spellsOf(heard); spells.length > 0; spells = spells.slice(1)) {
    const [spell, next] = spells as [Spell, Spell?];
    const isOver = watermark >= spell[END] + silentMs && (next !== undefined || watermark !== Number.POSITIVE_INFINITY);
    if (isOver && heard[SILENT] === 0 && wasRegular(heard, spell, limits)) {
      silences.push(silenceAfter(spell));
      heard[SILENT] = 1;
      heard[KNOWN] = 1;
    }
    if (isOver) heard[DECIDED] = Math.max(heard[DECIDED] as number, spell[END] + silentMs - 1);
    put(heard, spells);
    if (!isOver || next === undefined) break;
    heard[SILENT] = 0;
    put(heard, spells.slice(1));
  }
  return silences;
}

/** True while its silence was told and it was not heard again. */
export const isSilent = (heard: Heard): boolean => heard[SILENT] === 1 && heard[COUNT] === 1;

/** When a silence could be decided next; Infinity while there is none to come. */
export function silenceDue(heard: Heard, silentMs: number): number {
  const isDecided = (heard[END] as number) + silentMs - 1 <= (heard[DECIDED] as number);
  if (heard[COUNT] === 0 || (isDecided && heard[COUNT] === 1)) return Number.POSITIVE_INFINITY;
  return (heard[END] as number) + silentMs;
}

function wasRegular(heard: Heard, [start, end, events]: Spell, { silentMs, regularMs }: SilenceLimits): boolean {
  const lasted = end - start;
  return lasted >= (heard[KNOWN] === 1 ? silentMs : regularMs) && events * silentMs >= lasted * EVENTS_A_SILENCE;
}

const silenceAfter = ([start, end, events, rawPartition, rawOffset]: Spell): Silence => ({
  ...{ since: end, rawPartition, rawOffset },
  everyMs: (end - start) / Math.max(1, events - 1),
});

function spellsOf(heard: Heard): Spell[] {
  return Array.from({ length: heard[COUNT] as number }, (_, i) => [
    ...heard.subarray(i * FIELDS, (i + 1) * FIELDS),
  ]) as Spell[];
}

function put(heard: Heard, spells: readonly Spell[]): void {
  heard.fill(0, 0, COUNT);
  heard.set(spells.flat());
  heard[COUNT] = spells.length;
}

/** Spells in order of time, those that are near enough made one. */
function joined(spells: readonly Spell[], silentMs: number): Spell[] {
  const made: Spell[] = [];
  for (const spell of spells.toSorted((a, b) => a[START] - b[START] || a[END] - b[END])) {
    const before = made.at(-1);
    if (before && spell[START] - before[END] < silentMs) made[made.length - 1] = join(before, spell);
    else made.push(spell);
  }
  return made;
}

function join(a: Spell, b: Spell): Spell {
  const place = (spell: Spell) => [spell[END], spell[PARTITION], spell[OFFSET]] as const;
  const newest = isAbove(place(b), place(a)) ? b : a;
  return [Math.min(a[START], b[START]), newest[END], a[EVENTS] + b[EVENTS], newest[PARTITION], newest[OFFSET]];
}

/** Compares number by number. */
function isAbove(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((number, i) => number !== b[i]);
  return at >= 0 && (a[at] as number) > (b[at] as number);
}
