import type { AlertEvidence, Evidence, EvidenceRow, ScrubbedFeedback } from '../../domain/contracts.gen.ts';
import { majority } from '../../models/majority.ts';

/** One judgement that teaches. */
export interface Lesson {
  readonly id: string;
  /** What was judged: an alert; of a label, the label itself. */
  readonly subject: string;
  readonly isAttack: boolean;
  /** As it was said. */
  readonly label: string;
  /** Pseudonym. */
  readonly author: string;
  readonly rule: string;
  /** Epoch ms. */
  readonly time: number;
}

/** What the models saw of an event that was judged. */
export interface TaughtRow {
  /** Of the lesson. */
  readonly subject: string;
  /** Place among the rows of the subject, from 0. */
  readonly place: number;
  readonly evidence: Evidence;
  readonly row: EvidenceRow;
  readonly isAttack: boolean;
}

/** What a dataset comes to. */
export interface Joined {
  readonly lessons: readonly Lesson[];
  readonly rows: readonly TaughtRow[];
  /** Verdicts on alerts whose evidence is not there, yet or any more. */
  readonly waiting: readonly ScrubbedFeedback[];
  readonly counts: Readonly<Record<string, number>>;
}

export interface JoinFacts {
  /** The newest evidence of the tenant's alerts, by alert. */
  readonly evidence: ReadonlyMap<string, AlertEvidence>;
  /** Of the feature set that is trained on. */
  readonly featureHash: string;
  /** What the scrub calls a host, a user or an address of this tenant. */
  readonly entityName: (written: string) => string;
  /** What the scrub calls an event of this tenant. */
  readonly eventName: (id: string) => string;
}

const ATTACK = new Set(['true_positive', 'malicious', 'attack']);
const HARMLESS = new Set(['false_positive', 'benign_true_positive', 'benign', 'harmless', 'normal']);

/** Joins verdicts and labels with what the models saw. One alert is one lesson: what most of its analysts said; where they are even, none. */
export function join(feedback: readonly ScrubbedFeedback[], facts: JoinFacts): Joined {
  const counts: Record<string, number> = {};
  const count = (what: string, by = 1) => {
    counts[what] = (counts[what] ?? 0) + by;
  };
  const lessons: Lesson[] = [];
  const rows: TaughtRow[] = [];
  const waiting: ScrubbedFeedback[] = [];
  const events = feedback.some(({ kind }) => kind === 'label') ? eventsOf(facts.evidence) : [];
  const named = byName(events, facts);
  for (const [subject, said] of Map.groupBy(feedback, subjectOf)) {
    const known = said.filter(({ label }) => ATTACK.has(label) || HARMLESS.has(label));
    const verdict = majority(known.filter(({ label }) => ATTACK.has(label)).length, known.length);
    count('label_unknown', said.length - known.length);
    const found = evidenceOf(said[0] as ScrubbedFeedback, { events, named }, facts);
    if (found === null) {
      waiting.push(...known);
      continue;
    }
    const usable = found.filter((one): one is Taught => one.row?.featureHash === facts.featureHash);
    if (verdict === null) count('contradicted', known.length);
    else if (usable.length === 0) count('without_rows', known.length);
    else {
      lessons.push(...known.map((one) => lessonOf(one, subject)));
      rows.push(
        ...usable.map((evidence, place) => ({ subject, place, evidence, row: evidence.row, isAttack: verdict })),
      );
    }
  }
  count('lessons', lessons.length);
  count('rows', rows.length);
  count('alert_unknown', waiting.length);
  return { lessons, rows, waiting, counts: Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0)) };
}

type Taught = Evidence & { readonly row: EvidenceRow };

const subjectOf = ({ id, alert, kind }: ScrubbedFeedback): string => (kind === 'verdict' ? alert : id);

const lessonOf = ({ id, label, author, time, facts }: ScrubbedFeedback, subject: string): Lesson => ({
  ...{ id, subject, isAttack: ATTACK.has(label), label, author, time },
  rule: facts.rule ?? '',
});

/** Every event that is evidence, and the same by all that a label may call it. */
interface Known {
  readonly events: readonly Evidence[];
  readonly named: ReadonlyMap<string, readonly Evidence[]>;
}

/** Null where it is not there. A label of what no alert has as evidence joins with nothing, ever. */
function evidenceOf(feedback: ScrubbedFeedback, known: Known, facts: JoinFacts): readonly Evidence[] | null {
  const { kind, alert, facts: said } = feedback;
  if (kind === 'verdict') return facts.evidence.get(alert)?.evidence ?? null;
  if (said.event === undefined) return known.events.filter((one) => isMeant(feedback, one, facts));
  return known.named.get(said.event) ?? [];
}

/** Every event that is evidence of some alert, once. */
const eventsOf = (alerts: JoinFacts['evidence']): readonly Evidence[] => [
  ...new Map([...alerts.values()].flatMap(({ evidence }) => evidence.map((one) => [one.event.id, one]))).values(),
];

function byName(events: readonly Evidence[], { eventName }: JoinFacts): ReadonlyMap<string, readonly Evidence[]> {
  const named = new Map<string, Evidence[]>();
  for (const one of events) {
    const { id, rawPartition, rawOffset } = one.event;
    for (const name of new Set([id, `raw/${rawPartition}/${rawOffset}`, eventName(id)]))
      named.set(name, [...(named.get(name) ?? []), one]);
  }
  return named;
}

function isMeant({ facts: { entity, from, to } }: ScrubbedFeedback, one: Evidence, facts: JoinFacts): boolean {
  const { time, host, user, srcIp } = one.event;
  const isInTime = time >= Number(from ?? Number.NaN) && time <= Number(to ?? Number.NaN);
  return isInTime && [host, user, srcIp].some((name) => name !== '' && facts.entityName(name) === entity);
}
