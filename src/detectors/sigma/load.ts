import { idOf } from '../../domain/uuid5.ts';
import { documentsOf } from './collection.ts';
import { combined } from './condition.ts';
import type { Correlation } from './correlation/correlation.ts';
import { type Pending, resolved } from './correlation/resolve.ts';
import { REPORTED } from './detection.ts';
import { type Filter, partOf } from './document.ts';
import type { Placeholders } from './modifiers.ts';
import { placeholdersIn } from './placeholder-document.ts';
import { Refusal } from './refusal.ts';
import { covers, type Fault, type Rule } from './rule.ts';
import { calledIn } from './texts.ts';
import { entryOf, type Mapping, type Parsed, parseTrees } from './tree.ts';

export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

export interface Loaded {
  readonly rules: readonly Rule[];
  readonly correlations: readonly Correlation[];
  /** Ids of rules and correlations that tell nothing by themselves, for a correlation rests on them and does not say `generate`. */
  readonly silent: ReadonlySet<string>;
  readonly faults: readonly Fault[];
}

/**
 * Reads rules, correlations and filters, puts the filters to their rules, and the values of placeholders that the files
 * give, in documents of their own, in their places. What is wrong or not supported is a fault that names its place, and
 * takes with it the rule that it stands in, and the correlations that rest on that.
 */
export function loadRules(files: readonly RuleFile[]): Loaded {
  const placeholders = placeholdersIn(files.map(({ text }) => text));
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
    const refuse = refuseAs(calledIn(document));
    const part = partOf(document, name, placeholders, refuse);
    const twice = (id: string) => refuse(new Refusal(atOf(document, 'id'), 'id', `another rule is ${id}`));
    if (part?.kind === 'rule') set.add(part.rule, twice);
    if (part?.kind === 'correlation') set.correlate({ draft: part.draft, refuse }, twice);
    if (part?.kind === 'filter') set.filter(part.filter, refuse);
  }
}

const atOf = (document: Mapping, key: string): number => entryOf(document, key)?.at ?? document.at;

class RuleSet {
  readonly #rules = new Map<string, Rule>();
  readonly #correlations = new Map<string, Pending>();
  readonly #faults: Fault[] = [];
  readonly #filters: { readonly filter: Filter; readonly refuse: Refuse }[] = [];

  refuse({ at, feature, message }: Refusal, rule: string, file: string, { spotOf }: Parsed): void {
    if (feature !== REPORTED) this.#faults.push({ file, ...spotOf(at), rule, feature, message });
  }

  /** The first of two rules with one id stays. */
  add(rule: Rule, twice: (id: string) => void): void {
    if (this.#has(rule.id)) twice(rule.id);
    else this.#rules.set(rule.id, rule);
  }

  correlate(pending: Pending, twice: (id: string) => void): void {
    const { id } = pending.draft.about;
    if (this.#has(id)) twice(id);
    else this.#correlations.set(id, pending);
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
    const { correlations, silent } = resolved(rules, [...this.#correlations.values()]);
    return { rules, correlations, silent, faults: this.#faults };
  }

  #has(id: string): boolean {
    return this.#rules.has(id) || this.#correlations.has(id);
  }
}

const isNamed = (rule: Rule, id: string): boolean => rule.id === id || (rule.name !== '' && rule.name === id);

/** The rule with the filter's condition put to its own, where the filter names it and its log source covers it. */
function filtered(rule: Rule, { rules, logSource, condition, digest }: Filter): Rule {
  if (rules !== null && !rules.some((id) => isNamed(rule, id))) return rule;
  if (!covers(logSource, { ...rule.logSource })) return rule;
  return { ...rule, condition: combined('and', [rule.condition, condition]), digest: idOf(rule.digest, digest) };
}
