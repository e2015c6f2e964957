import { ALERTS_RAISED, FEEDBACK_SCRUBBED } from '../../domain/contracts.gen.ts';
import { type Effect, effectByVersion, type JudgedAlert } from '../../models/effect.ts';
import { majority } from '../../models/majority.ts';
import { readValues } from '../table-topic.ts';
import type { TrainingDesk } from './desk.ts';

/** The learned analytics that join what the others say are called so. */
const ENSEMBLE = /ensemble$/;
const CREATED = 1;

/** What the alerts of each tenant are worth, by the version that gave them their confidence, from alerts and verdicts in the log. */
export async function measuredEffect(
  { broker, codec }: Pick<TrainingDesk, 'broker' | 'codec'>,
  tenant: string | undefined,
): Promise<Readonly<Record<string, readonly Effect[]>>> {
  const said = await verdicts({ broker, codec });
  const alerts = new Map<string, JudgedAlert & { readonly tenant: string }>();
  for (const { value, appendedAt } of await readValues(broker, codec, ALERTS_RAISED)) {
    const whose = value.metadata.tenant_uid ?? '';
    const key = `${whose}/${value.finding_info.uid}`;
    if ((tenant !== undefined && whose !== tenant) || value.activity_id !== CREATED || alerts.has(key)) continue;
    const ensemble = value.finding_info.related_analytics?.find(({ uid }) => ENSEMBLE.test(uid ?? ''));
    const version = ensemble ? `${ensemble.uid}@${ensemble.version ?? ''}` : '';
    const confidence = value.confidence_score ?? 0;
    alerts.set(key, { tenant: whose, version, raisedAt: appendedAt, confidence, isAttack: said(key) });
  }
  const byTenant = Map.groupBy(alerts.values(), (one) => one.tenant);
  return Object.fromEntries([...byTenant].map(([whose, mine]) => [whose, effectByVersion(mine)]));
}

/** What most of an alert's analysts said, each by the newest verdict. */
async function verdicts({ broker, codec }: Pick<TrainingDesk, 'broker' | 'codec'>) {
  const byAlert = new Map<string, Map<string, boolean>>();
  for (const { value } of await readValues(broker, codec, FEEDBACK_SCRUBBED)) {
    if (value.kind !== 'verdict' || value.label === 'unsure') continue;
    const key = `${value.tenant}/${value.alert}`;
    const said = byAlert.get(key) ?? new Map<string, boolean>();
    said.set(value.author, value.label === 'true_positive');
    byAlert.set(key, said);
  }
  return (key: string): boolean | null => {
    const said = [...(byAlert.get(key)?.values() ?? [])];
    return majority(said.filter(Boolean).length, said.length);
  };
}
