import { detectionOf } from './detection.ts';
import { logSourceOf } from './log-source.ts';
import type { Placeholders } from './modifiers.ts';
import { Refusal } from './refusal.ts';
import type { Expression, LogSource, Rule } from './rule.ts';
import { type Entry, entryOf, type Mapping } from './tree.ts';

/** What a filter adds to the rules that it names. */
export interface Filter {
  readonly at: number;
  readonly title: string;
  readonly logSource: LogSource;
  /** Ids or names of rules; null: any rule. */
  readonly rules: readonly string[] | null;
  readonly condition: Expression;
}

export type Part =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'filter'; readonly filter: Filter };

/** Reads one document. Null: it is refused, and `refuse` was told each reason. */
export function partOf(
  document: Mapping,
  file: string,
  placeholders: Placeholders,
  refuse: (error: unknown) => void,
): Part | null {
  try {
    if (entryOf(document, 'filter')) return filterOf(document, placeholders, refuse);
    const correlation = entryOf(document, 'correlation');
    if (correlation) throw new Refusal(correlation.at, 'correlation', 'correlations are not supported here');
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
  const title = textOf(document, 'title');
  if (title === '') throw new Refusal(document.at, 'title', 'there is none');
  const taxonomy = textOf(document, 'taxonomy');
  if (taxonomy !== '' && taxonomy !== 'sigma')
    throw new Refusal(document.at, 'taxonomy', 'only that of Sigma is known');
  const name = textOf(document, 'name');
  const rule = {
    id: textOf(document, 'id') || name || title,
    name,
    title,
    author: textOf(document, 'author'),
    references: textsOf(document, 'references'),
    level: oneOf(document, 'level', LEVELS),
    status: oneOf(document, 'status', STATUSES),
    tags: textsOf(document, 'tags'),
    logSource: logSourceOf(document),
    file,
  };
  return condition && { kind: 'rule', rule: { ...rule, condition } };
}

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];
/** `unsupported` is left out: the specification says of it that the rule cannot be used. */
const STATUSES = ['stable', 'test', 'experimental', 'deprecated'];

function filterOf(document: Mapping, placeholders: Placeholders, refuse: (error: unknown) => void): Part | null {
  const map = mapOf(entryOf(document, 'filter') as Entry);
  const detection = { ...map, entries: map.entries.filter(({ key }) => key !== 'rules') };
  const condition = detectionOf(detection, placeholders, refuse);
  const logSource = logSourceOf(document);
  const rules = referencesOf(map);
  return (
    condition && {
      kind: 'filter',
      filter: { at: map.at, title: textOf(document, 'title'), logSource, rules, condition },
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

/** Empty where the key is not there. */
export function textOf(document: Mapping, key: string): string {
  const value = entryOf(document, key)?.value;
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return '';
  if (value.kind === 'scalar') return value.text;
  throw new Refusal(value.at, key, 'it is no text');
}

/** One text is a list of one. */
function textsOf(document: Mapping, key: string): readonly string[] {
  const value = entryOf(document, key)?.value;
  if (value?.kind !== 'list') return [textOf(document, key)].filter((text) => text !== '');
  return value.items.map((item) => {
    if (item.kind === 'scalar') return item.text;
    throw new Refusal(item.at, key, 'it is no list of texts');
  });
}

function oneOf(document: Mapping, key: string, known: readonly string[]): string {
  const text = textOf(document, key);
  if (text === '' || known.includes(text)) return text;
  throw new Refusal(entryOf(document, key)?.at ?? 0, key, `${text.slice(0, 80)}: take ${known.join(', ')}`);
}
