import { idOf } from '../../../domain/uuid5.ts';
import { Refusal } from '../refusal.ts';
import type { Rule } from '../rule.ts';
import { type Correlation, fieldOf } from './correlation.ts';
import type { Alias, CorrelationDraft, Named } from './draft.ts';
import { conflictIn, type Origins, originsOf } from './origins.ts';

export interface Pending {
  readonly draft: CorrelationDraft;
  readonly refuse: (refusal: Refusal) => void;
}

export interface Resolved {
  readonly correlations: readonly Correlation[];
  readonly silent: ReadonlySet<string>;
}

const MOST_LEVELS = 8;
/** Rules that one correlation rests on, through others too. */
const MOST_BASE_RULES = 1_000;

/** Finds what correlations refer to. One with a fault takes along those that rest on it. */
export function resolved(rules: readonly Rule[], pending: readonly Pending[]): Resolved {
  const known = new Known(rules, pending);
  const done = new Map<string, Standing>();
  for (const { one, ids } of inTurn(pending, known)) settle(one, ids, known, done);
  const correlations = pending.flatMap(({ draft }) => done.get(draft.about.id)?.correlation ?? []);
  return { correlations, silent: silentOf(correlations) };
}

interface Turn {
  readonly one: Pending;
  readonly ids: readonly string[];
}

/** Each correlation behind those that it names. Refuses what names others that are not there, or itself in the end. */
function inTurn(pending: readonly Pending[], known: Known): readonly Turn[] {
  const turns = pending.map((one): Turn => ({ one, ids: idsOf(one, known) }));
  const open = new Map(turns.map((turn) => [turn, turn.ids.filter((id) => known.isCorrelation(id)).length]));
  const resting = Map.groupBy(
    turns.flatMap((turn) => turn.ids.map((id) => ({ id, turn }))),
    ({ id }) => id,
  );
  const ready = turns.filter((turn) => open.get(turn) === 0);
  for (const { one } of ready)
    for (const { turn } of resting.get(one.draft.about.id) ?? []) {
      open.set(turn, (open.get(turn) ?? 0) - 1);
      if (open.get(turn) === 0) ready.push(turn);
    }
  for (const turn of turns) if (open.get(turn) !== 0) turn.one.refuse(cyclic(turn.one));
  return ready;
}

/** Empty where one is not there: it was refused then. */
function idsOf({ draft, refuse }: Pending, known: Known): readonly string[] {
  try {
    return draft.rules.map((name) => known.idOf(name));
  } catch (error) {
    refuse(Refusal.of(error));
    return [];
  }
}

/** A correlation that was settled; null where it was refused. */
interface Standing {
  readonly correlation: Correlation | null;
  readonly origins: Origins;
  readonly level: number;
}

const REFUSED: Standing = { correlation: null, origins: new Map(), level: 0 };

function settle({ draft, refuse }: Pending, ids: readonly string[], known: Known, done: Map<string, Standing>): void {
  done.set(draft.about.id, REFUSED);
  if (ids.length === 0) return;
  try {
    done.set(draft.about.id, standingOf(draft, ids, known, done));
  } catch (error) {
    refuse(Refusal.of(error));
  }
}

const cyclic = ({ draft }: Pending): Refusal =>
  new Refusal(draft.rules[0]?.at ?? draft.at, 'rules', 'it rests on itself, or on one that does');

function standingOf(
  draft: CorrelationDraft,
  ids: readonly string[],
  known: Known,
  done: ReadonlyMap<string, Standing>,
): Standing {
  const under = ids.map((id) => done.get(id));
  for (const [index, standing] of under.entries())
    if (standing?.correlation === null) throw at(draft.rules[index], 'rules', 'it was not loaded');
  twice(draft, ids);
  const level = 1 + Math.max(...under.map((standing) => standing?.level ?? 0));
  if (level > MOST_LEVELS)
    throw new Refusal(draft.at, 'rules', `more than ${MOST_LEVELS} correlations upon each other`);
  const correlation = correlationOf(draft, ids, known, done);
  carried(draft, correlation, done);
  const parts = ids.map((id) => ({ id, under: done.get(id) }));
  const origins = originsOf(
    correlation,
    parts.map(({ id, under: one }) => ({
      id,
      of: one ? { groupBy: one.correlation?.groupBy ?? [], origins: one.origins } : null,
    })),
  );
  if (origins.size > MOST_BASE_RULES)
    throw new Refusal(draft.at, 'rules', `it rests on more than ${MOST_BASE_RULES} rules`);
  const conflict = conflictIn(origins);
  if (conflict !== null)
    throw new Refusal(
      draft.at,
      'rules',
      `it reaches ${conflict.slice(0, 80)} on two ways that group by different fields: load that rule twice, under two ids`,
    );
  return { correlation, origins, level };
}

function twice({ rules }: CorrelationDraft, ids: readonly string[]): void {
  const seen = new Set<string>();
  const index = ids.findIndex((id) => seen.size === seen.add(id).size);
  if (index >= 0) throw at(rules[index], 'rules', 'it stands twice');
}

function correlationOf(
  draft: CorrelationDraft,
  rules: readonly string[],
  known: Known,
  done: ReadonlyMap<string, Standing>,
): Correlation {
  const { about, type, timespanMs, condition, generate } = draft;
  const versions = rules.map((id) => done.get(id)?.correlation?.version ?? known.digestOf(id));
  const aliases = new Map(draft.aliases.map((alias) => [alias.name, fieldsOf(alias, rules, known)] as const));
  const groupBy = draft.groupBy.map(({ name }) => name);
  const version = idOf(about.digest, ...versions);
  return { ...about, type, rules, groupBy, aliases, timespanMs, condition, generate, version };
}

function fieldsOf({ fields }: Alias, rules: readonly string[], known: Known): ReadonlyMap<string, string> {
  return new Map(
    fields.map((one) => {
      const id = known.find(one.name);
      if (id !== null && rules.includes(id)) return [id, one.field] as const;
      throw at(one, 'aliases', 'it is not one of the rules of this correlation');
    }),
  );
}

/** A firing of an inner correlation has the values of its group-by and no others. */
function carried(draft: CorrelationDraft, correlation: Correlation, done: ReadonlyMap<string, Standing>): void {
  for (const id of correlation.rules) {
    const inner = done.get(id)?.correlation;
    if (!inner) continue;
    for (const { at: place, name } of draft.groupBy)
      if (!inner.groupBy.includes(fieldOf(correlation, name, id))) throw lacking(place, 'group-by', name, inner);
    for (const name of correlation.condition?.fields ?? [])
      if (!inner.groupBy.includes(fieldOf(correlation, name, id)))
        throw lacking(draft.conditionAt, 'condition', name, inner);
  }
}

const lacking = (place: number, feature: string, name: string, { title }: Correlation): Refusal =>
  new Refusal(
    place,
    feature,
    `${title.slice(0, 80)} does not group by ${name.slice(0, 80)}: its firings have only what it groups by`,
  );

const at = (named: Named | undefined, feature: string, message: string): Refusal =>
  new Refusal(named?.at ?? 0, feature, `${(named?.name ?? '').slice(0, 80)}: ${message}`);

/** What a correlation rests on is silent, unless one of those that rest on it says `generate`. */
export function silentOf(correlations: readonly Correlation[]): ReadonlySet<string> {
  const named = (isGenerated: boolean) =>
    correlations.filter(({ generate }) => generate === isGenerated).flatMap(({ rules }) => rules);
  const told = new Set(named(true));
  return new Set(named(false).filter((id) => !told.has(id)));
}

/** Rules and correlations by id and name. */
class Known {
  readonly #digests: ReadonlyMap<string, string>;
  readonly #correlations: ReadonlySet<string>;
  readonly #names = new Map<string, string | null>();

  constructor(rules: readonly Rule[], pending: readonly Pending[]) {
    this.#digests = new Map(rules.map(({ id, digest }) => [id, digest]));
    this.#correlations = new Set(pending.map(({ draft }) => draft.about.id));
    for (const { id, name } of [...rules, ...pending.map(({ draft }) => draft.about)])
      if (name !== '') this.#names.set(name, this.#names.has(name) ? null : id);
  }

  isCorrelation(id: string): boolean {
    return this.#correlations.has(id);
  }

  digestOf(id: string): string {
    return this.#digests.get(id) ?? '';
  }

  /** Null: there is none, or there are several. */
  find(reference: string): string | null {
    if (this.#digests.has(reference) || this.#correlations.has(reference)) return reference;
    return this.#names.get(reference) ?? null;
  }

  idOf(named: Named): string {
    const id = this.find(named.name);
    if (id !== null) return id;
    const isAmbiguous = this.#names.has(named.name);
    throw at(named, 'rules', isAmbiguous ? 'several rules have this name: take the id' : 'there is no such rule');
  }
}
