import { aboutOf } from './about.ts';
import { type CorrelationDraft, draftOf } from './correlation/draft.ts';
import { detectionOf } from './detection.ts';
import { digestOf } from './digest.ts';
import { logSourceOf } from './log-source.ts';
import type { Placeholders } from './modifiers.ts';
import { PLACEHOLDERS, placeholdersOf } from './placeholder-document.ts';
import { Refusal } from './refusal.ts';
import type { Expression, LogSource, Rule } from './rule.ts';
import { textOf, textsOf } from './texts.ts';
import { type Entry, entryOf, type Mapping } from './tree.ts';

/** What a filter adds to the rules that it names. */
export interface Filter {
  readonly at: number;
  readonly title: string;
  readonly logSource: LogSource;
  /** Ids or names of rules; null: any rule. */
  readonly rules: readonly string[] | null;
  readonly condition: Expression;
  readonly digest: string;
}

export type Part =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'correlation'; readonly draft: CorrelationDraft }
  | { readonly kind: 'filter'; readonly filter: Filter }
  /** Values for `expand`, which were read before. */
  | { readonly kind: 'placeholders' };

/** Reads one document. Null: it is refused, and `refuse` was told each reason. */
export function partOf(
  document: Mapping,
  file: string,
  placeholders: Placeholders,
  refuse: (error: unknown) => void,
): Part | null {
  try {
    if (entryOf(document, PLACEHOLDERS)) {
      placeholdersOf(document);
      return { kind: PLACEHOLDERS };
    }
    if (entryOf(document, 'filter')) return filterOf(document, placeholders, refuse);
    if (entryOf(document, 'correlation'))
      return { kind: 'correlation', draft: draftOf(document, aboutOf(document, file)) };
    return ruleOf(document, file, placeholders, refuse);
  } catch (error) {
    refuse(error);
    return null;
  }
}

function ruleOf(
  document: Mapping,
  file: string,
  placeholders: Placeholders,
  refuse: (error: unknown) => void,
): Part | null {
  const entry = entryOf(document, 'detection');
  if (!entry) throw new Refusal(document.at, 'detection', 'there is none');
  const condition = detectionOf(mapOf(entry), placeholders, refuse);
  const about = aboutOf(document, file);
  return condition && { kind: 'rule', rule: { ...about, logSource: logSourceOf(document), condition } };
}

function filterOf(document: Mapping, placeholders: Placeholders, refuse: (error: unknown) => void): Part | null {
  const map = mapOf(entryOf(document, 'filter') as Entry);
  const detection = { ...map, entries: map.entries.filter(({ key }) => key !== 'rules') };
  const condition = detectionOf(detection, placeholders, refuse);
  const logSource = logSourceOf(document);
  const rules = referencesOf(map);
  return (
    condition && {
      kind: 'filter',
      filter: { at: map.at, title: textOf(document, 'title'), logSource, rules, condition, digest: digestOf(document) },
    }
  );
}

function referencesOf(map: Mapping): readonly string[] | null {
  if (!entryOf(map, 'rules')) throw new Refusal(map.at, 'filter', 'it names no rules');
  const [first, ...others] = textsOf(map, 'rules');
  return first === 'any' && others.length === 0 ? null : first === undefined ? [] : [first, ...others];
}

function mapOf({ at, key, value }: Entry): Mapping {
  if (value.kind === 'map') return value;
  throw new Refusal(at, key, 'it is no map');
}
