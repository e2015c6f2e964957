import type { PublishedRule, RuleStatus } from '../../domain/contracts.gen.ts';
import { idOf } from '../../domain/uuid5.ts';
import type { Correlation } from './correlation/correlation.ts';
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
    const loaded = loadRules([...texts].map(([name, text]) => ({ name, text })));
    if (loaded.faults.length > 0) this.#onFaults(loaded.faults);
    const isOn = ({ id }: { readonly id: string }) => statuses.get(id) !== 'disabled';
    const isShadow = (rule: string) => statuses.get(rule) === 'shadow';
    const rules = loaded.rules.filter(isOn);
    const correlations = inForce(loaded.correlations, isOn);
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

/** One that is switched off takes along those that rest on it. */
function inForce(correlations: readonly Correlation[], isOn: (one: Correlation) => boolean): readonly Correlation[] {
  const kept = correlations.filter(isOn);
  if (kept.length === correlations.length) return kept;
  const off = new Set(correlations.filter((one) => !isOn(one)).map(({ id }) => id));
  return inForce(kept, ({ rules }) => !rules.some((id) => off.has(id)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
