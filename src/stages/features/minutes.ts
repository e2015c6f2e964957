import type { Made } from '../../detectors/entity-row.ts';
import { type Counted, closeMinute } from '../../detectors/tenant/close-minute.ts';
import { noteInMinute, type OpenMinute, openMinute } from '../../detectors/tenant/open-minute.ts';
import { TENANT_MINUTES, type TenantMinutes } from '../../domain/contracts.gen.ts';
import type { Context, Due, Rec } from '../../stage.ts';
import { type FeaturesState, isOpenMinute, isPast, type MinuteKeys } from './state.ts';

type Here = Context<FeaturesState>;
type Told = Rec<typeof TENANT_MINUTES>;
export type Table = ReadonlyMap<string, TenantMinutes>;

/** A tenant as one partition sees it. */
export interface TenantHere {
  readonly tenant: string;
  readonly partition: number;
  readonly keys: MinuteKeys;
}

const MINUTE_MS = 60_000;
/** Records of a tenant and partition that the table holds: the places of the last minutes. */
const RING = 4;
/** Three days without an event: what is left of a count by then is an eighth. */
const FORGOTTEN_MINUTES = 3 * 1440;
const LAST_MINUTE = 0xffff_ffff;

/** The minute in which an event of that time counts, and the record of the one that is over by it. */
export interface Opened {
  readonly open: OpenMinute;
  readonly told: Told | null;
}

/** A minute is over when an event of a later one comes. A late event counts in the minute that is open. */
export function openFor(here: TenantHere, time: number, context: Here): Opened {
  const minute = Math.min(LAST_MINUTE, Math.floor(Math.max(0, time) / MINUTE_MS) || 0);
  const state = context.state(here.keys.open);
  if (isOpenMinute(state) && state.minute >= minute) return { open: state, told: null };
  const told = isOpenMinute(state) ? close(here, state, context) : null;
  const last = pastOf(here, minute, context).at(-1);
  const open = openMinute(Math.max(minute, (last?.minute ?? -1) + 1));
  context.timer(here.keys.open, (open.minute + 1) * MINUTE_MS);
  return { open, told };
}

/** Counts the event that the row was made of. */
export function note({ tenant, keys }: TenantHere, open: OpenMinute, { code, met }: Made, context: Here): void {
  if (noteInMinute(open, code, met.arrives, met.entityArrives)) context.count('evicted', tenant);
  context.set(keys.open, open);
}

/** The watermark ends a minute that no event has ended, and in time what is known of a tenant that is gone. */
export function wakeMinute(here: TenantHere, isOpen: boolean, { due }: Due, context: Here): readonly Told[] {
  const { keys } = here;
  const open = context.state(keys.open);
  if (!isOpen) return isOpenMinute(open) ? [] : forget(here, context);
  if (!isOpenMinute(open)) return [];
  const told = close(here, open, context);
  context.delete(keys.open);
  context.timer(keys.past, Math.max(due + 1, (open.minute + FORGOTTEN_MINUTES) * MINUTE_MS));
  return [told];
}

function close(here: TenantHere, open: OpenMinute, context: Here): Told {
  const { tenant, partition, keys } = here;
  const before = pastOf(here, open.minute, context);
  const { counted, pushedOut } = closeMinute(before.at(-1), open);
  for (let i = 0; i < pushedOut; i++) context.count('evicted', tenant);
  const place = nextPlace(here, context);
  context.set(keys.past, { past: [...before.slice(-1), counted], place });
  return { to: TENANT_MINUTES, key: keyOf(here, place), value: { tenant, partition, ...counted } };
}

function forget(here: TenantHere, context: Here): readonly Told[] {
  context.delete(here.keys.past);
  return Array.from({ length: RING }, (_, place) => ({ to: TENANT_MINUTES, key: keyOf(here, place), value: null }));
}

const keyOf = ({ tenant, partition }: TenantHere, place: number) => ({ tenant, id: `${partition}.${place}` });

/** One after the other, whatever minutes are told: a new one never takes the place of those that others may still want. */
function nextPlace(here: TenantHere, context: Here): number {
  const state = context.state(here.keys.past);
  if (isPast(state)) return (state.place + 1) % RING;
  const kept = placesOf(context.table(TENANT_MINUTES), here.tenant, here.partition);
  const newest = kept.toSorted((a, b) => a.record.minute - b.record.minute).at(-1);
  return newest === undefined ? 0 : (newest.place + 1) % RING;
}

export const isRingFull = (records: readonly unknown[]): boolean => records.length === RING;

/** Minutes before the given one that are over, oldest first; of those that the state has lost, what the table kept. Not what is long forgotten, whether or not its timer has come round. */
export function pastOf(here: TenantHere, minute: number, context: Here): readonly Counted[] {
  const state = context.state(here.keys.past);
  const past = isPast(state) ? state.past : told(here, minute, context);
  return past.filter((one) => one.minute + FORGOTTEN_MINUTES > minute);
}

/** A rebuild begins before the oldest record that is left: that one stands for what was before. */
function told(here: TenantHere, minute: number, context: Here): readonly Counted[] {
  const records = recordsOf(context.table(TENANT_MINUTES), here.tenant, here.partition);
  const before = records.filter((record) => record.minute < minute).slice(-2);
  return before.length > 0 || !records[0] ? before : [{ ...records[0], minute: minute - 1 }];
}

/** Minutes of a tenant and partition in the table, oldest first. */
export const recordsOf = (table: Table, tenant: string, partition: number): readonly TenantMinutes[] =>
  placesOf(table, tenant, partition)
    .map(({ record }) => record)
    .sort((a, b) => a.minute - b.minute);

interface Placed {
  readonly place: number;
  readonly record: TenantMinutes;
}

function placesOf(table: Table, tenant: string, partition: number): readonly Placed[] {
  const found: Placed[] = [];
  for (let place = 0; place < RING; place++) {
    const record = table.get(`${tenant}/${partition}.${place}`);
    if (record) found.push({ place, record });
  }
  return found;
}
