import { techniqueUrl } from '../../domain/attack.ts';
import type { Detection, EventClass, EventCore } from '../../domain/contracts.gen.ts';
import type { Image } from '../image.ts';

/** One event as heuristics look at it; what several of them need is computed once. */
export interface Sighting {
  readonly event: EventCore;
  /** The source's own fields. */
  readonly fields: Readonly<Record<string, string>>;
  readonly image: Image;
  readonly parent: Image;
  /** Command line, script text or registry key, lower case, at most 4,000 characters; '' where the class has none. */
  readonly line: string;
  /** Program that the line calls, lower case, without path and `.exe`. */
  readonly verb: string;
}

/** Names and values that made a heuristic match. */
export type Found = Readonly<Record<string, string>>;

/** `Seen` is what it looks at: an event, its hostile texts, or an event in its entity's windows. */
export interface Heuristic<Seen = Sighting> {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** OCSF severity, 1 informational to 5 critical. */
  readonly severity: 1 | 2 | 3 | 4 | 5;
  readonly probability: number;
  readonly techniques: readonly string[];
  readonly classes: readonly EventClass[];
  /** `line`: asked only where a line is there. */
  readonly needs: 'line' | 'event';
  readonly author: string;
  readonly references: readonly string[];
  readonly match: (seen: Seen) => Found | null;
}

/** What tells one heuristic from another. */
export type Given = Pick<Heuristic, 'id' | 'title' | 'severity' | 'probability' | 'techniques'>;

const AUTHOR = 'vedette';
const VERSION = '1';
const LINE_CLASSES: readonly EventClass[] = ['process', 'script', 'task'];

/** A heuristic over any part of the event. */
export function onEvent(classes: readonly EventClass[], given: Given, match: Heuristic['match']): Heuristic {
  return build(given, { classes, needs: 'event', match });
}

/** All that a heuristic over lines may look at: what it says is remembered for as long as these are the same. */
export interface Line {
  readonly verb: string;
  readonly image: Image;
  readonly className: EventClass;
  readonly user: string;
}

/** A heuristic over command lines and scripts. */
export function onLine(given: Given, test: (line: string, about: Line) => boolean): Heuristic {
  const match = (sighting: Sighting) => (test(sighting.line, lineOf(sighting)) ? lineFacts(sighting) : null);
  return build(given, { classes: LINE_CLASSES, needs: 'line', match });
}

const lineOf = ({ verb, image, event }: Sighting): Line => ({ verb, image, className: event.class, user: event.user });

/** A heuristic over the making of a process. */
export function onStart(given: Given, test: (sighting: Sighting) => boolean): Heuristic {
  const match = (sighting: Sighting) => (isStart(sighting.event) && test(sighting) ? lineFacts(sighting) : null);
  return build(given, { classes: ['process'], needs: 'event', match });
}

/** A heuristic over something else than one sighting; `classes` says of which events. */
export function onOther<Seen>(
  classes: readonly EventClass[],
  given: Given,
  match: Heuristic<Seen>['match'],
): Heuristic<Seen> {
  return build(given, { classes, needs: 'event', match });
}

function build<Seen>(given: Given, rest: Pick<Heuristic<Seen>, 'classes' | 'needs' | 'match'>): Heuristic<Seen> {
  const references = given.techniques.map(techniqueUrl);
  return Object.freeze({ ...given, ...rest, version: VERSION, author: AUTHOR, references });
}

/** True where the event says that a process began. */
export function isStart({ action, class: name }: EventCore): boolean {
  return name === 'process' && STARTS.has(action);
}
const STARTS: ReadonlySet<string> = new Set(['create', 'start', 'exec', 'execve', 'launch', 'sudo', 'started', 'run']);

/** The facts that most matches on lines show. */
export function lineFacts({ event, line }: Sighting): Found {
  return {
    commandLine: event.commandLine === '' ? line : event.commandLine,
    process: event.process,
    parent: event.parent,
    user: event.user,
  };
}

/** Characters of a field that heuristics look at: their answers are part of what models have learned from. */
export const LONGEST_FIELD = 8_000;

/** The first of the named fields that is there, cut to the longest that is looked at; else ''. */
export function pick(fields: Readonly<Record<string, string>>, ...names: readonly string[]): string {
  for (const name of names) {
    const value = fields[name];
    if (value !== undefined && value !== '')
      return value.length > LONGEST_FIELD ? value.slice(0, LONGEST_FIELD) : value;
  }
  return '';
}

const FACT_LENGTH = 500;

/** A match as it stands in a row. The contributions of its facts add up to the probability. */
export function detectionOf(heuristic: Omit<Heuristic, 'match'>, found: Found): Detection {
  const named = Object.entries(found).filter(([, value]) => value !== '');
  const contribution = heuristic.probability / Math.max(1, named.length);
  return {
    id: heuristic.id,
    version: heuristic.version,
    kind: 'rule',
    title: heuristic.title,
    raw: heuristic.probability,
    probability: heuristic.probability,
    severity: heuristic.severity,
    techniques: heuristic.techniques,
    author: heuristic.author,
    references: heuristic.references,
    facts: named.map(([name, value]) => ({ name, value: value.slice(0, FACT_LENGTH), contribution, expected: '' })),
  };
}
