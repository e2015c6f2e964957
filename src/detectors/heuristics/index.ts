import type { Detection, EventClass, TelemetryEvent } from '../../domain/contracts.gen.ts';
import { CLOUD } from './cloud.ts';
import { COLLECTION } from './collection.ts';
import { DIRECTORY } from './directory.ts';
import { DISCOVERY } from './discovery.ts';
import { FINDINGS } from './findings.ts';
import { detectionOf, type Heuristic, type Sighting } from './heuristic.ts';
import { HOSTILE_TEXT, hostileTexts } from './hostile-text.ts';
import { LINUX_EVASION } from './linux-evasion.ts';
import { LINUX_FOOTING } from './linux-footing.ts';
import { LINUX_INTRUSION } from './linux-intrusion.ts';
import { MOVEMENT } from './movement.ts';
import { WEB } from './web.ts';
import { WINDOWS_CREDENTIALS } from './windows-credentials.ts';
import { WINDOWS_EVASION } from './windows-evasion.ts';
import { WINDOWS_EXECUTION } from './windows-execution.ts';
import { WINDOWS_INJECTION } from './windows-injection.ts';
import { WINDOWS_PERSISTENCE } from './windows-persistence.ts';
import { WINDOWS_POWERSHELL } from './windows-powershell.ts';
import { WINDOWS_REGISTRY } from './windows-registry.ts';

/** All heuristics that look at one event alone. */
export const HEURISTICS: readonly Heuristic[] = [
  ...WINDOWS_CREDENTIALS,
  ...WINDOWS_POWERSHELL,
  ...WINDOWS_EXECUTION,
  ...WINDOWS_PERSISTENCE,
  ...WINDOWS_REGISTRY,
  ...WINDOWS_EVASION,
  ...WINDOWS_INJECTION,
  ...DIRECTORY,
  ...MOVEMENT,
  ...DISCOVERY,
  ...LINUX_INTRUSION,
  ...LINUX_FOOTING,
  ...LINUX_EVASION,
  ...COLLECTION,
  ...WEB,
  ...FINDINGS,
  ...CLOUD,
];

interface Route {
  readonly line: readonly Heuristic[];
  readonly event: readonly Heuristic[];
}

const NO_ROUTE: Route = { line: [], event: [] };
const ROUTES: ReadonlyMap<string, Route> = routesOf(HEURISTICS);

/** An event meets only the heuristics of its class, and those over lines only where it has one. */
function routesOf(heuristics: readonly Heuristic[]): ReadonlyMap<string, Route> {
  const names = new Set<EventClass>(heuristics.flatMap(({ classes }) => classes));
  const of = (name: EventClass, needs: Heuristic['needs']) =>
    heuristics.filter((one) => one.needs === needs && one.classes.includes(name));
  return new Map([...names].map((name) => [name, { line: of(name, 'line'), event: of(name, 'event') }]));
}

/** Tells which heuristics a tenant has switched off. */
export type IsOff = (id: string) => boolean;

/** What the heuristics say about one event. */
export function examine(telemetry: TelemetryEvent, sighting: Sighting, isOff: IsOff): Detection[] {
  const { line, event } = ROUTES.get(sighting.event.class) ?? NO_ROUTE;
  const hits: Detection[] = [];
  ask(event, sighting, isOff, hits);
  if (sighting.line !== '') ask(matchingLine(line, sighting), sighting, isOff, hits);
  const texts = hostileTexts(telemetry);
  if (texts.length > 0) ask(HOSTILE_TEXT, texts, isOff, hits);
  return hits;
}

/** Bounds of the memory of lines: scripts are logged many times over, and looking at a long one costs as much as twenty events. It changes speed only. */
const REMEMBERED = 512;
const remembered = new Map<string, readonly Heuristic[]>();

/** The heuristics that match a line, which depends on nothing but what `Line` holds. */
function matchingLine(heuristics: readonly Heuristic[], sighting: Sighting): readonly Heuristic[] {
  const { event, line, image } = sighting;
  const key = `${event.class}\n${event.user}\n${image.path}\n${line}`;
  const known = remembered.get(key);
  if (known) return known;
  const matching = heuristics.filter(({ match }) => match(sighting) !== null);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(key, matching);
  return matching;
}

/** Puts every match of the heuristics to the hits. */
export function ask<Seen>(heuristics: readonly Heuristic<Seen>[], seen: Seen, isOff: IsOff, hits: Detection[]): void {
  for (const heuristic of heuristics) {
    const found = heuristic.match(seen);
    if (found !== null && !isOff(heuristic.id)) hits.push(detectionOf(heuristic, found));
  }
}
