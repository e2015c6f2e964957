import { THREATS_CORRELATED, type Threat } from '../../domain/contracts.gen.ts';
import type { Rec } from '../../stage.ts';

/** All threats of a tenant go by one key: alerts are joined over its entities. */
export const threatRecords = (tenant: string, threats: readonly Threat[]): readonly Rec<typeof THREATS_CORRELATED>[] =>
  threats.map((value) => ({ to: THREATS_CORRELATED, key: { tenant, id: tenant }, value }));
