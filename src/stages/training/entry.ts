import type { FeedbackKind, ScrubbedFeedback } from '../../domain/contracts.gen.ts';

/** One record of feedback as the buffer has it: what a dataset is chosen by, and where its text lies. */
export interface Entry {
  readonly id: string;
  /** Epoch ms; never later than a minute after the append. */
  readonly time: number;
  readonly offset: number;
  /** Pseudonym of the analyst. */
  readonly author: string;
  /** What it judges: an alert, or itself where nothing can contradict it. */
  readonly subject: string;
  /** Empty where it is not known. */
  readonly rule: string;
  /** Empty where it is no judgement. */
  readonly label: string;
  /** Version of the scrub. */
  readonly scrub: string;
}

/** Facts by which the scrub tells more of a record. */
export const RULE_FACT = 'rule';
export const SCRUB_FACT = 'scrub';

export const KINDS: readonly FeedbackKind[] = ['verdict', 'correction', 'entity_correction', 'label'];

/** An analyst takes a verdict back, or has none. It speaks for no side. */
export const UNSURE = 'unsure';

const LONGEST = 200;
const LEEWAY_MS = 60_000;

/** A clock that runs ahead must not move the schedule: no feedback is from after its append. */
export const timeOf = ({ time }: ScrubbedFeedback, appendedAt: number): number =>
  Math.min(time, appendedAt + LEEWAY_MS);

export function entryOf(value: ScrubbedFeedback, offset: number, appendedAt: number): Entry {
  const { id, author, alert, label, facts } = value;
  const isJudgement = alert !== '' && label !== '';
  return {
    ...{ id, offset, author, time: timeOf(value, appendedAt) },
    subject: isJudgement ? alert : id,
    label: isJudgement ? label : '',
    rule: facts[RULE_FACT] ?? '',
    scrub: facts[SCRUB_FACT] ?? '',
  };
}

/** Why the record cannot be one of a dataset; null where it can. */
export function faultOf({ id, author, alert, label, time, kind, facts }: ScrubbedFeedback): string | null {
  if (!Number.isSafeInteger(time)) return 'time_not_an_integer';
  if (!KINDS.includes(kind)) return 'kind_unknown';
  if (id === '') return 'no_id';
  const texts = [id, author, alert, label, facts[RULE_FACT] ?? '', facts[SCRUB_FACT] ?? ''];
  return texts.some((text) => text.length > LONGEST) ? 'text_too_long' : null;
}

/** The order of everything that is chosen: by time, then by id, never by arrival. */
export const byTime = (a: Entry, b: Entry): number => a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
