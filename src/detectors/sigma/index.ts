import { BEYOND_ASCII, type Fact, necessaryFacts } from './facts.ts';
import type { Hits, Needle, Numbered } from './needle.ts';
import type { Rule } from './rule.ts';
import { Searcher } from './searcher.ts';
import { Trie } from './trie.ts';

/** Facts by field, and the rules that may match where one holds. */
export interface Index {
  /** Rules that nothing can rule out beforehand. */
  readonly always: readonly number[];
  readonly fields: ReadonlyMap<string, FieldIndex>;
  /** For the values of all other fields; null where no rule looks into these. */
  readonly others: FieldIndex | null;
}

/** Needles of this length and more are searched for by themselves, so that short ones do not slow them down. */
const LONG = 5;

/** What to look for in one field. */
export class FieldIndex implements Hits {
  /** Rules that may match wherever the field is there. */
  readonly present: readonly number[];
  /** Rules that may match where the field has a character beyond ASCII. */
  readonly #beyond: readonly number[];
  readonly #scanners: readonly Scanner[];
  readonly #rules: readonly (readonly number[])[];
  #hits: number[] = [];

  constructor(present: readonly number[], beyond: readonly number[], needles: Needles) {
    this.present = present;
    this.#beyond = beyond;
    this.#rules = [...needles.values()].map(({ rules }) => rules);
    this.#scanners = scannersOf([...needles.values()].map(({ needle }, number) => ({ needle, number })));
  }

  /** The rules that may match where the field has this text. */
  rulesFor(text: string): readonly number[] {
    const scanners = this.#scanners;
    for (let index = 0; index < scanners.length; index++) (scanners[index] as Scanner).scan(text, this);
    const isBeyond = this.#beyond.length > 0 && BEYOND_ASCII.test(text);
    if (this.#hits.length === 0 && !isBeyond) return this.present;
    const found = new Set(isBeyond ? [...this.present, ...this.#beyond] : this.present);
    for (const needle of this.#hits) for (const rule of this.#rules[needle] as readonly number[]) found.add(rule);
    this.#hits = [];
    return [...found];
  }

  hit(needle: number): void {
    this.#hits.push(needle);
  }
}

interface Scanner {
  scan(text: string, hits: Hits): void;
}

type Needles = ReadonlyMap<string, { readonly needle: Needle; readonly rules: number[] }>;

function scannersOf(needles: readonly Numbered[]): readonly Scanner[] {
  const starts = needles.filter(({ needle }) => needle.isStart);
  const ends = needles.filter(({ needle }) => needle.isEnd && !needle.isStart);
  const inside = needles.filter(({ needle }) => !needle.isEnd && !needle.isStart);
  const [long = [], short = []] = [true, false].map((is) =>
    inside.filter(({ needle }) => needle.text.length >= LONG === is),
  );
  return [
    ...(starts.length > 0 ? [new Trie(starts, false)] : []),
    ...(ends.length > 0 ? [new Trie(ends, true)] : []),
    ...[long, short].filter((some) => some.length > 0).map((some) => new Searcher(some)),
  ];
}

interface Draft {
  readonly present: number[];
  readonly beyond: number[];
  readonly needles: Map<string, { needle: Needle; rules: number[] }>;
}

/** Finds the necessary facts of each rule and turns them over. */
export function indexOf(rules: readonly Rule[]): Index {
  const always: number[] = [];
  const drafts = new Map<string | null, Draft>([[null, { present: [], beyond: [], needles: new Map() }]]);
  for (const [number, { condition }] of rules.entries()) {
    const facts = necessaryFacts(condition);
    if (facts === null) always.push(number);
    for (const fact of facts ?? []) add(draftFor(drafts, fact.field), fact, number);
  }
  const anywhere = draftFor(drafts, null);
  const fields = [...drafts].flatMap(([field, draft]) =>
    field === null ? [] : [[field, built(draft, anywhere)] as const],
  );
  return { always, fields: new Map(fields), others: anywhere.needles.size > 0 ? built(anywhere, null) : null };
}

function draftFor(drafts: Map<string | null, Draft>, field: string | null): Draft {
  const known = drafts.get(field) ?? { present: [], beyond: [], needles: new Map() };
  drafts.set(field, known);
  return known;
}

function add(draft: Draft, fact: Fact, rule: number): void {
  if (fact.kind === 'text') addNeedle(draft.needles, fact, rule);
  else addOnce(draft[fact.kind], rule);
}

function addNeedle(needles: Draft['needles'], fact: Needle, rule: number): void {
  const key = `${fact.isStart} ${fact.isEnd} ${fact.text}`;
  const known = needles.get(key) ?? { needle: fact, rules: [] };
  addOnce(known.rules, rule);
  needles.set(key, known);
}

/** Rules come in their order. */
function addOnce(rules: number[], rule: number): void {
  if (rules.at(-1) !== rule) rules.push(rule);
}

/** What is looked for anywhere is looked for in each field too, in the same pass. */
function built({ present, beyond, needles }: Draft, anywhere: Draft | null): FieldIndex {
  const all = new Map([...needles].map(([key, { needle, rules }]) => [key, { needle, rules: [...rules] }]));
  for (const [key, { needle, rules }] of anywhere?.needles ?? []) {
    const known = all.get(key);
    if (known) known.rules.push(...rules);
    else all.set(key, { needle, rules });
  }
  return new FieldIndex(present, beyond, all);
}
