import { type DictionaryEntry, LONGEST_FORM } from '../../detectors/dictionary/entry.ts';
import { hasWord } from '../../detectors/dictionary/words.ts';
import type { ScrubbedFeedback } from '../../domain/contracts.gen.ts';
import { THING_TYPES } from '../../domain/thing-types.ts';

/** Feedback that is no entry: the daily work of the stage. */
export const DROP_REASONS = ['other_kind', 'no_thing', 'pseudonym_in_form', 'form_unfit'] as const;
type DropReason = (typeof DROP_REASONS)[number];

const THINGS: ReadonlySet<string> = new Set(THING_TYPES);
const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const SHORTEST_FORM = 2;

/** The entry that an entity correction makes, or why it makes none. */
export function entryOf({ id, kind, facts, author, time, removed }: ScrubbedFeedback): DictionaryEntry | DropReason {
  if (kind !== 'entity_correction') return 'other_kind';
  const { wrong = '', right = '', type = '' } = facts;
  if (!THINGS.has(type)) return 'no_thing';
  // with a made-up name in it, it stands in no text
  if (removed > 0) return 'pseudonym_in_form';
  const [from, to] = [wrong.trim(), right.trim()];
  if (from === to || ![from, to].every(isFit)) return 'form_unfit';
  return { id, wrong: from, right: to, type, author, time };
}

/** A name that may stand in a line of text. One letter would stand everywhere. */
const isFit = (form: string): boolean =>
  form.length >= SHORTEST_FORM &&
  form.length <= LONGEST_FORM &&
  hasWord(form) &&
  !STEERING.test(form) &&
  form.isWellFormed();
