import { Refusal } from '../refusal.ts';
import type { About } from '../rule.ts';
import { type Entry, entryOf, type Mapping, type Scalar, type Tree } from '../tree.ts';
import { conditionIn } from './condition.ts';
import type { Condition, CorrelationType } from './correlation.ts';
import { timespanOf } from './timespan.ts';

/** A name as it was written, and where. */
export interface Named {
  readonly at: number;
  readonly name: string;
}

export interface Alias extends Named {
  readonly fields: readonly (Named & { readonly field: string })[];
}

/** A correlation as it was read: what it refers to may not be there. */
export interface CorrelationDraft {
  readonly at: number;
  readonly about: About;
  readonly type: CorrelationType;
  readonly rules: readonly Named[];
  readonly groupBy: readonly Named[];
  readonly aliases: readonly Alias[];
  readonly timespanMs: number;
  readonly condition: Condition | null;
  /** Where the value's field stands. */
  readonly conditionAt: number;
  readonly generate: boolean;
}

const TYPES: ReadonlyMap<string, { readonly type: CorrelationType; readonly percentile: number | null }> = new Map(
  (
    [
      ...['event_count', 'value_count', 'value_sum', 'value_avg', 'value_percentile'],
      ...['temporal', 'temporal_ordered', 'absence'],
    ] as CorrelationType[]
  )
    .map((type) => [type as string, { type, percentile: null as number | null }] as const)
    .concat([['value_median', { type: 'value_percentile', percentile: 50 }]]),
);
const KEYS = new Set(['type', 'rules', 'group-by', 'timespan', 'condition', 'generate', 'aliases']);
const MOST_RULES = 1_000;
/** Each has a bit of a 32-bit word. */
const MOST_RULES_IN_TIME = 30;
const MOST_FIELDS = 16;
const LONGEST_FIELD = 256;

/** Reads a document that has a `correlation`. Throws a refusal. */
export function draftOf(document: Mapping, about: About): CorrelationDraft {
  const map = mapOf(entryOf(document, 'correlation') as Entry);
  const detection = entryOf(document, 'detection');
  if (detection) throw new Refusal(detection.at, 'correlation', 'a detection and a correlation in one document');
  const strange = map.entries.find(({ key }) => !KEYS.has(key));
  if (strange) throw new Refusal(strange.at, 'correlation', `there is no ${shown(strange.key)} in a correlation`);
  const { type, percentile } = typeIn(map);
  const rules = rulesIn(map, type);
  const condition = entryOf(map, 'condition');
  return {
    at: map.at,
    about,
    type,
    rules,
    groupBy: fieldsIn(map),
    aliases: aliasesIn(map),
    timespanMs: timespanOf(scalarIn(map, 'timespan', 'timespan')),
    condition: conditionIn(condition, { at: map.at, type, percentile, rules: rules.map(({ name }) => name) }),
    conditionAt: condition?.at ?? map.at,
    generate: generateIn(document, map),
  };
}

function typeIn(map: Mapping): { readonly type: CorrelationType; readonly percentile: number | null } {
  const { at, text } = scalarIn(map, 'type', 'correlation');
  const known = TYPES.get(text);
  if (known) return known;
  throw new Refusal(at, 'type', `${shown(text)}: take ${[...TYPES.keys()].join(', ')}`);
}

function rulesIn(map: Mapping, type: CorrelationType): readonly Named[] {
  const entry = entryOf(map, 'rules');
  const rules = entry ? namesIn(entry) : [];
  const refuse = (message: string): never => {
    throw new Refusal(entry?.at ?? map.at, 'rules', message);
  };
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  if (rules.length === 0) refuse('it names no rules');
  if (isTemporal && rules.length < 2) refuse(`${type} needs two rules or more`);
  if (type === 'absence' && rules.length !== 2)
    refuse('absence needs two rules: the one that comes, and the one that does not');
  if (isTemporal && rules.length > MOST_RULES_IN_TIME) refuse(`more than ${MOST_RULES_IN_TIME} rules of a ${type}`);
  if (rules.length > MOST_RULES) refuse(`more than ${MOST_RULES} rules`);
  return rules;
}

function fieldsIn(map: Mapping): readonly Named[] {
  const entry = entryOf(map, 'group-by');
  if (!entry) return [];
  const fields = namesIn(entry);
  for (const { at, name } of fields)
    if (name.length > LONGEST_FIELD)
      throw new Refusal(at, 'group-by', `a field longer than ${LONGEST_FIELD} characters`);
  if (fields.length <= MOST_FIELDS) return fields;
  throw new Refusal(entry.at, 'group-by', `more than ${MOST_FIELDS} fields`);
}

function aliasesIn(map: Mapping): readonly Alias[] {
  const entry = entryOf(map, 'aliases');
  if (!entry) return [];
  return mapOf(entry).entries.map((alias) => ({
    at: alias.at,
    name: alias.key,
    fields: mapOf(alias).entries.map(({ at, key, value }) => ({ at, name: key, field: nameIn(value, 'aliases') })),
  }));
}

/** The specification has it beside the correlation, and rules are found that have it within. */
function generateIn(document: Mapping, map: Mapping): boolean {
  const [outer, inner] = [document, map].map((one) => entryOf(one, 'generate'));
  const [first, second] = [outer, inner].map((entry) => entry && booleanOf(entry));
  if (inner && first !== undefined && second !== first) throw new Refusal(inner.at, 'generate', 'it stands twice');
  return first ?? second ?? false;
}

function booleanOf({ at, key, value }: Entry): boolean {
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value;
  throw new Refusal(at, key, 'take true or false');
}

/** One name is a list of one. No name stands twice. */
function namesIn({ key, value }: Entry): readonly Named[] {
  const items = value.kind === 'list' ? value.items : [value];
  const names = items.map((item) => ({ at: item.at, name: nameIn(item, key) }));
  const seen = new Set<string>();
  for (const { at, name } of names) {
    if (seen.has(name)) throw new Refusal(at, key, `${shown(name)} stands twice`);
    seen.add(name);
  }
  return names;
}

function nameIn(tree: Tree, feature: string): string {
  if (tree.kind === 'scalar' && tree.text !== '' && tree.value !== null) return tree.text;
  throw new Refusal(tree.at, feature, 'a name is needed');
}

function scalarIn(map: Mapping, key: string, feature: string): Scalar {
  const entry = entryOf(map, key);
  if (!entry) throw new Refusal(map.at, feature, `there is no ${key}`);
  if (entry.value.kind === 'scalar') return entry.value;
  throw new Refusal(entry.at, feature, `${key} is no text`);
}

function mapOf({ at, key, value }: Entry): Mapping {
  if (value.kind === 'map') return value;
  throw new Refusal(at, key === 'correlation' ? key : 'aliases', 'it is no map');
}

const shown = (text: string): string => text.slice(0, 80);
