import type { Detection, EventCore, Evidence, Fact, Signal } from '../../domain/contracts.gen.ts';
import { type PackedRow, packRow, unpackRow } from './packed-row.ts';

/** Evidence as the state has it. */
export interface Kept extends Omit<Evidence, 'row'> {
  readonly row: PackedRow | null;
}

/** A signal as the entity remembers it: bounded, without the role. */
export interface Item extends Kept {
  readonly severity: number;
  readonly degraded: readonly string[];
}

const MAX_DETECTIONS = 8;
// Six named features, everything else, and the detectors that are not named: fewer would not add up
const MAX_FACTS = 8;
const MAX_REFERENCES = 4;
const MAX_TECHNIQUES = 8;
const MAX_DEGRADED = 8;
const TEXT = 300;
const COMMAND_LINE = 1_000;

/** Evidence of one threat: so many records, and so many characters as JSON, that no threat outgrows a record of 1 MB. */
export const MAX_EVIDENCE = 50;
const MAX_EVIDENCE_CHARACTERS = 160_000;
/** What a verdict on the alert teaches; it weighs as one verdict, however many rows it has. */
const MAX_ROWS = 10;

export const toItem = ({
  event,
  score,
  confidence,
  base,
  ensemble,
  severity,
  degraded,
  detections,
  row,
}: Signal): Item => ({
  event: boundedEvent(event),
  score: finite(score),
  confidence: finite(confidence),
  base: finite(base),
  ensemble: ensemble.slice(0, TEXT),
  severity,
  degraded: degraded.slice(0, MAX_DEGRADED).map((name) => name.slice(0, TEXT)),
  detections: detections.slice(0, MAX_DETECTIONS).map(boundedDetection),
  row: packRow(row),
});

/** Evidence of a threat, also of what an older version of this program has saved. */
export const keptOf = ({ event, score, confidence, base, ensemble, detections, row }: Saved): Kept => ({
  ...{ event, score, detections },
  confidence: confidence ?? 0,
  base: base ?? null,
  ensemble: ensemble ?? '',
  row: row ?? null,
});

/** Evidence as a threat tells it. */
export function evidenceOf(saved: Saved): Evidence {
  const kept = keptOf(saved);
  return { ...kept, row: kept.row === null ? null : unpackRow(kept.row) };
}

type Saved = Pick<Kept, 'event' | 'score' | 'detections'> & Partial<Kept>;

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

/** The id, the tenant and the raw origin are kept whole: they say which event it is. */
function boundedEvent(event: EventCore): EventCore {
  const cut = (text: string) => text.slice(0, TEXT);
  return {
    ...event,
    format: cut(event.format),
    action: cut(event.action),
    host: cut(event.host),
    observer: cut(event.observer),
    user: cut(event.user),
    process: cut(event.process),
    parent: cut(event.parent),
    commandLine: event.commandLine.slice(0, COMMAND_LINE),
    srcIp: cut(event.srcIp),
    dstIp: cut(event.dstIp),
    file: cut(event.file),
    domain: cut(event.domain),
    url: cut(event.url),
    hash: cut(event.hash),
    flags: event.flags.slice(0, 8),
  };
}

function boundedDetection(detection: Detection): Detection {
  return {
    ...detection,
    id: detection.id.slice(0, TEXT),
    version: detection.version.slice(0, TEXT),
    title: detection.title.slice(0, TEXT),
    author: detection.author.slice(0, TEXT),
    raw: finite(detection.raw),
    probability: finite(detection.probability),
    techniques: detection.techniques.slice(0, MAX_TECHNIQUES),
    references: detection.references.slice(0, MAX_REFERENCES).map((reference) => reference.slice(0, TEXT)),
    facts: detection.facts.slice(0, MAX_FACTS).map(boundedFact),
  };
}

const boundedFact = ({ name, value, contribution, expected }: Fact): Fact => ({
  name: name.slice(0, TEXT),
  value: value.slice(0, TEXT),
  contribution: finite(contribution),
  expected: expected.slice(0, TEXT),
});

interface Timed {
  readonly event: { readonly time: number; readonly id: string };
}

/** Order of evidence: by time, then by id, so that it does not depend on arrival. */
export function byTime(a: Timed, b: Timed): number {
  return a.event.time - b.event.time || compareText(a.event.id, b.event.id);
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Adds evidence and gives up the lowest scored past the limits; what decided the threat always stays. */
export function keepBest(kept: readonly Kept[], added: Kept, deciding: string): Kept[] {
  const isDeciding = ({ event }: Kept) => Number(event.id === deciding);
  const order = (a: Kept, b: Kept) => isDeciding(b) - isDeciding(a) || b.score - a.score || byTime(a, b);
  let characters = 0;
  return [...kept, added]
    .sort(order)
    .slice(0, MAX_EVIDENCE)
    .map((evidence, place) => (place < MAX_ROWS || evidence.row === null ? evidence : { ...evidence, row: null }))
    .filter((evidence, index) => {
      characters += sizeOf(evidence);
      return index === 0 || characters <= MAX_EVIDENCE_CHARACTERS;
    });
}

/** About the characters of the evidence as JSON. */
function sizeOf({ event, detections }: Kept): number {
  const own = 300 + event.commandLine.length + event.process.length + event.parent.length + event.url.length;
  const names = event.file.length + event.domain.length + event.host.length + event.user.length + event.id.length;
  return detections.reduce((sum, detection) => sum + sizeOfDetection(detection), own + names);
}

const sizeOfDetection = ({ title, references, facts, id }: Detection): number =>
  facts.reduce(
    (sum, fact) => sum + 40 + fact.name.length + fact.value.length + fact.expected.length,
    100 + id.length + title.length + references.join().length,
  );
