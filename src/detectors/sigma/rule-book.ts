import type { PublishedRule, RuleStatus } from '../../domain/contracts.gen.ts';
import { isInForce } from '../../domain/rule-status.ts';
import { idOf } from '../../domain/uuid5.ts';
import type { Correlation, CorrelationType } from './correlation/correlation.ts';
import { CorrelationPlan } from './correlation/plan.ts';
import { silentOf } from './correlation/resolve.ts';
import { SigmaEngine } from './engine.ts';
import { Room } from './known-slots.ts';
import { loadRules } from './load.ts';
import type { Fault, Rule } from './rule.ts';

/** The rules in force for a tenant, made ready. */
export interface TenantRules {
  readonly engine: SigmaEngine;
  readonly plan: CorrelationPlan;
  /** Rules that a correlation rests on by id: an alert names them. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** Rules that tell nothing by themselves. */
  readonly silent: ReadonlySet<string>;
  /** Undefined where nothing was published of it. */
  readonly statusOf: (rule: string) => RuleStatus | undefined;
}

type Published = ReadonlyMap<string, PublishedRule>;

/** Sets of rules that are kept ready: tenants without rules of their own share one, and the last is wanted by records on their way. */
const MOST_SETS = 64;

/** The rules of the package or a folder, with what was published over them: for one tenant, else for all. */
export class RuleBook {
  /** Text of each rule, by id. */
  readonly #shipped: ReadonlyMap<string, string>;
  readonly #onFaults: (faults: readonly Fault[]) => void;
  readonly #room = new Room();
  /** By what they are made of. */
  readonly #sets = new Map<string, TenantRules>();
  #current: { readonly table: Published; readonly byTenant: Map<string, TenantRules> } | null = null;

  /** `onFaults` hears of published rules that cannot be loaded: the others are in force. */
  constructor(shipped: ReadonlyMap<string, string>, onFaults: (faults: readonly Fault[]) => void) {
    this.#shipped = shipped;
    this.#onFaults = onFaults;
  }

  /** Costs nothing while the table stays as it is. A change makes the set of the tenants that it concerns anew, and of no other. */
  forTenant(tenant: string, published: Published): TenantRules {
    if (this.#current?.table !== published) this.#current = { table: published, byTenant: new Map() };
    const { byTenant } = this.#current;
    const known = byTenant.get(tenant);
    if (known) return known;
    const rules = this.#setOf(tenant, published);
    byTenant.set(tenant, rules);
    return rules;
  }

  #setOf(tenant: string, published: Published): TenantRules {
    const own = [...published.values()]
      .filter((rule) => rule.tenant === '' || rule.tenant === tenant)
      .sort((a, b) => compare(a.tenant, b.tenant) || compare(a.id, b.id));
    const key = idOf(...own.flatMap(({ id, status, text }) => [id, status, text]));
    const known = this.#sets.get(key);
    if (known) return known;
    const made = this.#made(own);
    if (this.#sets.size >= MOST_SETS) this.#sets.clear();
    this.#sets.set(key, made);
    return made;
  }

  /** `published`: those for all tenants first, so that the tenant's own take their place. */
  #made(published: readonly PublishedRule[]): TenantRules {
    const texts = new Map(this.#shipped);
    const statuses = new Map<string, RuleStatus>();
    for (const { id, status, text } of published) {
      if (text !== '') texts.set(id, text);
      statuses.set(id, status);
    }
    for (const [id, text] of texts) if (FILTER.test(text) && !isInForce(statuses.get(id))) texts.delete(id);
    const loaded = loadRules([...texts].map(([name, text]) => ({ name, text })));
    if (loaded.faults.length > 0) this.#onFaults(loaded.faults);
    const isOff = ({ id }: { readonly id: string }) => statuses.get(id) === 'disabled';
    const isShadow = (rule: string) => statuses.get(rule) === 'shadow';
    const rules = loaded.rules.filter((rule) => !isOff(rule));
    const correlations = correlationsInForce(loaded.correlations, isOff);
    // one in the shadow changes nothing of what is told
    const silent = silentOf(correlations.filter(({ id }) => !isShadow(id)));
    return {
      engine: new SigmaEngine(rules, this.#room),
      plan: new CorrelationPlan(correlations, silent),
      rules: new Map(rules.map((rule) => [rule.id, rule])),
      silent,
      statusOf: (rule) => statuses.get(rule),
    };
  }
}

/**
 * What is switched off takes along the correlations that rest on it: what cannot come any more would be missed for ever,
 * or waited for in vain. Only counts go on while one of their rules is left.
 */
function correlationsInForce(
  all: readonly Correlation[],
  isOff: (one: { readonly id: string }) => boolean,
): readonly Correlation[] {
  let off: ReadonlySet<string> = new Set(all.filter(isOff).map(({ id }) => id));
  const isGone = ({ id, type, rules }: Correlation) => {
    const without = rules.filter((rule) => isOff({ id: rule }));
    const isStopped = COUNTS.has(type) ? without.length === rules.length : without.length > 0;
    return off.has(id) || isStopped || rules.some((rule) => off.has(rule));
  };
  for (;;) {
    const gone = new Set(all.filter(isGone).map(({ id }) => id));
    if (gone.size === off.size) return all.filter(({ id }) => !gone.has(id));
    off = gone;
  }
}

const COUNTS: ReadonlySet<string> = new Set<CorrelationType>([
  ...(['event_count', 'value_count', 'value_sum', 'value_avg', 'value_percentile'] as const),
]);

/** A filter changes rules of others: it is in force or it is not. */
const FILTER = /^filter:/m;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
