import type { Counted } from '../../detectors/tenant/close-minute.ts';
import type { OpenMinute } from '../../detectors/tenant/open-minute.ts';
import { type TenantView, tenantView } from '../../detectors/tenant/tenant-view.ts';
import { TENANT_MINUTES } from '../../domain/contracts.gen.ts';
import type { Context } from '../../stage.ts';
import { isRingFull, pastOf, recordsOf, type Table, type TenantHere } from './minutes.ts';
import type { FeaturesState } from './state.ts';

/** Minutes between an event and what its row may know of the tenant: by then every partition has told its own. */
const LAG_MINUTES = 2;
/** Tenants whose views are kept ready. */
const MOST_TENANTS = 1024;

interface Entry {
  readonly table: Table;
  readonly open: number;
  /** Of the other partitions. */
  readonly others: readonly Counted[];
  readonly own: Counted | undefined;
  readonly view: TenantView;
}

/** What rows may know of their tenants: all partitions as of two minutes before. Made anew when that changes. */
export class TenantViews {
  /** By tenant, then by partition. */
  readonly #entries = new Map<string, Map<number, Entry>>();
  readonly #onLate: () => void;

  /** `onLate` is called for each minute of another partition that came after rows that wanted it. */
  constructor(onLate: () => void) {
    this.#onLate = onLate;
  }

  viewFor(here: TenantHere, { minute: open }: OpenMinute, context: Context<FeaturesState>): TenantView {
    const table = context.table(TENANT_MINUTES);
    const known = this.#entries.get(here.tenant)?.get(here.partition);
    if (known?.table === table && known.open === open) return known.view;
    const minute = open - LAG_MINUTES;
    const others = othersIn(table, here, context.partitions, minute);
    const own = pastOf(here, open, context).findLast((record) => record.minute <= minute);
    if (known) this.#countLate(known, others);
    const isSame = known?.open === open && known.own === own && areSame(known.others, others);
    const view = isSame ? known.view : tenantView(own ? [own, ...others] : others, minute);
    this.#keep(here, { table, open, own, others, view });
    return view;
  }

  #keep({ tenant, partition }: TenantHere, entry: Entry): void {
    const known = this.#entries.get(tenant);
    if (known) return void known.set(partition, entry);
    if (this.#entries.size >= MOST_TENANTS) this.#entries.clear();
    this.#entries.set(tenant, new Map([[partition, entry]]));
  }

  /** What would have been taken before, had it been there. */
  #countLate(known: Entry, others: readonly Counted[]): void {
    for (const record of others)
      if (record.minute <= known.open - LAG_MINUTES && !known.others.includes(record)) this.#onLate();
  }
}

const areSame = (a: readonly Counted[], b: readonly Counted[]): boolean =>
  a.length === b.length && a.every((record, i) => record === b[i]);

/** Of each other partition the newest minute up to the one that is wanted; of one that is ahead the oldest that it left. */
function othersIn(table: Table, { tenant, partition }: TenantHere, partitions: number, minute: number): Counted[] {
  const found: Counted[] = [];
  for (let other = 0; other < partitions; other++) {
    if (other === partition) continue;
    const records = recordsOf(table, tenant, other);
    const record = records.findLast((one) => one.minute <= minute) ?? (isRingFull(records) ? records[0] : undefined);
    if (record) found.push(record);
  }
  return found;
}
