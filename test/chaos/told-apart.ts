import type { DetectionFinding, Signal } from '../../src/domain/contracts.gen.ts';
import { closedAlerts, type Told } from '../e2e/told.ts';

export type { Told } from '../e2e/told.ts';

/** Tenants of a cell are `<cell>-<number>`; a fault-free run has the same numbers under another name. */
export const plainTenant = (tenant: string): string => tenant.slice(tenant.indexOf('-') + 1);
export const cellOf = (tenant: string): string => tenant.slice(0, tenant.indexOf('-'));

export const signalKey = ({ event, role, entity }: Signal): string =>
  [plainTenant(event.tenant), event.id, role, entity].join(' ');

/** The closed alerts with their tenants as the fault-free run has them. */
export const toldOf = (findings: readonly DetectionFinding[]): readonly Told[] =>
  closedAlerts(findings).map((one) => ({ ...one, tenant: plainTenant(one.tenant) }));

/** All that must be equal whatever fails; ids are not among it, as tenants differ. */
export const toldKey = ({ tenant, rule, group, evidence }: Told): string =>
  [tenant, rule, group, evidence.join(',')].join(' ');
