import { documentsOf } from './collection.ts';
import { combined } from './condition.ts';
import { REPORTED } from './detection.ts';
import { type Filter, partOf } from './document.ts';
import type { Placeholders } from './modifiers.ts';
import { Refusal } from './refusal.ts';
import { covers, type Fault, type Rule } from './rule.ts';
import { entryOf, type Mapping, type Parsed, parseTrees } from './tree.ts';

export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

export interface Loaded {
  readonly rules: readonly Rule[];
  readonly faults: readonly Fault[];
}

/**
 * Reads rules and filters, and puts the filters to their rules. What is wrong or not supported is a fault that names
 * its place, and takes with it the one rule that it stands in.
 */
export function loadRules(files: Iterable<RuleFile>, placeholders: Placeholders = new Map()): Loaded {
  const set = new RuleSet();
  for (const file of files) readFile(file, placeholders, set);
  return set.loaded();
}

type Refuse = (error: unknown) => void;

function readFile({ name, text }: RuleFile, placeholders: Placeholders, set: RuleSet): void {
  const parsed = parseTrees(text);
  const refuseAs =
    (rule: string): Refuse =>
    (error) =>
      set.refuse(Refusal.of(error), rule, name, parsed);
  for (const refusal of parsed.refusals) refuseAs('')(refusal);
  for (const document of documentsOf(parsed.trees, refuseAs(''))) {
    const refuse = refuseAs(nameOf(document));
    const part = partOf(document, name, placeholders, refuse);
    if (part?.kind === 'rule')
      set.add(part.rule, () => refuse(new Refusal(atOf(document, 'id'), 'id', `another rule is ${part.rule.id}`)));
    if (part?.kind === 'filter') set.filter(part.filter, refuse);
  }
}

const atOf = (document: Mapping, key: string): number => entryOf(document, key)?.at ?? document.at;

/** What a fault calls its rule. */
function nameOf(document: Mapping): string {
  for (const key of ['id', 'name', 'title']) {
    const value = entryOf(document, key)?.value;
    if (value?.kind === 'scalar' && value.text !== '') return value.text;
  }
  return '';
}

class RuleSet {
  readonly #rules = new Map<string, Rule>();
  readonly #faults: Fault[] = [];
  readonly #filters: { readonly filter: Filter; readonly refuse: Refuse }[] = [];

  refuse({ at, feature, message }: Refusal, rule: string, file: string, { spotOf }: Parsed): void {
    if (feature !== REPORTED) this.#faults.push({ file, ...spotOf(at), rule, feature, message });
  }

  /** The first of two rules with one id stays. */
  add(rule: Rule, twice: () => void): void {
    if (this.#rules.has(rule.id)) twice();
    else this.#rules.set(rule.id, rule);
  }

  filter(filter: Filter, refuse: Refuse): void {
    this.#filters.push({ filter, refuse });
  }

  loaded(): Loaded {
    let rules = [...this.#rules.values()];
    for (const { filter, refuse } of this.#filters) {
      const missing = filter.rules?.find((id) => !rules.some((rule) => isNamed(rule, id)));
      if (missing !== undefined) refuse(new Refusal(filter.at, 'filter', `there is no rule ${missing.slice(0, 80)}`));
      rules = rules.map((rule) => filtered(rule, filter));
    }
    return { rules, faults: this.#faults };
  }
}

const isNamed = (rule: Rule, id: string): boolean => rule.id === id || (rule.name !== '' && rule.name === id);

/** The rule with the filter's condition put to its own, where the filter names it and its log source covers it. */
function filtered(rule: Rule, { rules, logSource, condition }: Filter): Rule {
  if (rules !== null && !rules.some((id) => isNamed(rule, id))) return rule;
  if (!covers(logSource, { ...rule.logSource })) return rule;
  return { ...rule, condition: combined('and', [rule.condition, condition]) };
}
