import type { AlertEvidence, Evidence, EvidenceRow, ScrubbedFeedback } from '../../domain/contracts.gen.ts';

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
  for (const [subject, said] of Map.groupBy(feedback, subjectOf)) {
    const known = said.filter(({ label }) => ATTACK.has(label) || HARMLESS.has(label));
    const verdict = majority(known);
    count('label_unknown', said.length - known.length);
    const found = evidenceOf(said[0] as ScrubbedFeedback, events, facts);
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

/** Null where as many say the one as the other. */
function majority(said: readonly ScrubbedFeedback[]): boolean | null {
  const attacks = said.filter(({ label }) => ATTACK.has(label)).length;
  return 2 * attacks === said.length ? null : 2 * attacks > said.length;
}

/** Null where it is not there. A label of what no alert has as evidence joins with nothing, ever. */
function evidenceOf(
  feedback: ScrubbedFeedback,
  events: readonly Evidence[],
  facts: JoinFacts,
): readonly Evidence[] | null {
  if (feedback.kind === 'verdict') return facts.evidence.get(feedback.alert)?.evidence ?? null;
  return events.filter((one) => isMeant(feedback, one, facts));
}

/** Every event that is evidence of some alert, once. */
const eventsOf = (alerts: JoinFacts['evidence']): readonly Evidence[] => [
  ...new Map([...alerts.values()].flatMap(({ evidence }) => evidence.map((one) => [one.event.id, one]))).values(),
];

function isMeant({ facts: { event, entity, from, to } }: ScrubbedFeedback, one: Evidence, facts: JoinFacts): boolean {
  const { id, rawPartition, rawOffset, time, host, user, srcIp } = one.event;
  if (event !== undefined) return event === id || event === `raw/${rawPartition}/${rawOffset}`;
  const isInTime = time >= Number(from ?? Number.NaN) && time <= Number(to ?? Number.NaN);
  return isInTime && [host, user, srcIp].some((name) => name !== '' && facts.entityName(name) === entity);
}
