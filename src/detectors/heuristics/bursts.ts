import type { Detection } from '../../domain/contracts.gen.ts';
import { type Burst, stepBurst, takeBurst } from '../bursts.ts';
import { BUCKET_MS, type EntityWindows } from '../entity-windows.ts';
import { hashNumber, hashText } from '../hash.ts';
import { FOLLOWS, sourceOf } from './burst-follows.ts';
import { burstFacts, type Follow, LONG_MS, type Passed } from './follow.ts';
import { detectionOf, type Heuristic, onOther, type Sighting } from './heuristic.ts';
import type { IsOff } from './index.ts';

/** An event in the windows of its entity, with the hits that it has so far. */
export interface InWindows {
  readonly windows: EntityWindows;
  readonly bucket: number;
  readonly sighting: Sighting;
}

/** Failed logins of a source, then one that succeeds: needs the count without adding to it. */
const GUESSED = onOther<Passed>(
  ['auth'],
  {
    id: 'logon-after-failures',
    title: 'Login succeeded after many failures from the same source',
    severity: 4,
    probability: 0.8,
    techniques: ['T1110', 'T1078'],
  },
  (passed) => burstFacts(passed, 'failures', passed.burst.count),
);
const GUESSES = 8;

/** Heuristics that need what the entity did before. */
export const BURST_HEURISTICS: readonly Heuristic<Passed>[] = [...FOLLOWS.flatMap(({ says }) => says), GUESSED];

/** Counts the event in the bursts that it belongs to and adds what they say; answers how many bursts lost their place. */
export function stepBursts(seen: InWindows, isOff: IsOff, hits: Detection[]): number {
  let pushedOut = 0;
  for (const follow of followsOf(seen.sighting.event.class)) if (stepOne(follow, seen, isOff, hits)) pushedOut++;
  if (seen.sighting.event.class === 'auth') guessed(seen, isOff, hits);
  return pushedOut;
}

const KINDS_BY_CLASS: Readonly<Record<string, readonly string[]>> = {
  auth: ['failed-logons'],
  network: ['connections', 'ports', 'denials'],
  http: ['web-errors'],
  dns: ['dns-data'],
  process: ['discovery'],
  script: ['discovery'],
  cloud: ['cloud-refusals', 'cloud-questions', 'cloud-secrets'],
};
const NONE: readonly Follow[] = [];
const BY_CLASS: ReadonlyMap<string, readonly Follow[]> = new Map(
  Object.entries(KINDS_BY_CLASS).map(([name, kinds]) => [name, FOLLOWS.filter(({ kind }) => kinds.includes(kind))]),
);
const followsOf = (name: string): readonly Follow[] => BY_CLASS.get(name) ?? NONE;

function stepOne(follow: Follow, { windows, bucket, sighting }: InWindows, isOff: IsOff, hits: Detection[]): boolean {
  const counted = follow.of(sighting, hits);
  if (counted === null || counted.actor === '') return false;
  const burst = stepBurst(windows, {
    actor: actorHash(follow.kind, counted.actor),
    bucket,
    spanBuckets: follow.spanMs / BUCKET_MS,
    first: hashOrNone(counted.first),
    second: hashOrNone(counted.second),
  });
  for (const one of follow.says) {
    const found = one.match({ burst, sighting, actor: counted.actor });
    if (found !== null && !isOff(one.id)) hits.push(detectionOf(one, found));
  }
  return burst.pushedOut;
}

const actorHash = (kind: string, actor: string): number => hashNumber(hashText(actor), hashText(kind));
const hashOrNone = (value: string | undefined): number => (value === undefined || value === '' ? 0 : hashText(value));

function guessed({ windows, bucket, sighting }: InWindows, isOff: IsOff, hits: Detection[]): void {
  const { event } = sighting;
  if (event.outcome !== 'success' || !/logon|login|session_open|authentication/.test(event.action)) return;
  const actor = sourceOf(sighting);
  const at = { actor: actorHash('failed-logons', actor), bucket, spanBuckets: LONG_MS / BUCKET_MS };
  const count = takeBurst(windows, at, GUESSES);
  if (count === 0 || isOff(GUESSED.id)) return;
  const burst: Burst = { count, distinct: [0, 0], before: { count, distinct: [0, 0] }, pushedOut: false };
  hits.push(detectionOf(GUESSED, GUESSED.match({ burst, sighting, actor }) ?? {}));
}
