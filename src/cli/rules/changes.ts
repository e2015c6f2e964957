import type { RuleText } from '../../detectors/sigma/documents.ts';
import type { PublishedRule, RuleStatus } from '../../domain/contracts.gen.ts';
import { idOf } from '../../domain/uuid5.ts';
import { keyText } from '../../runner/wire-key.ts';
import type { Change, Published } from './published.ts';

export interface Wish {
  readonly tenant: string;
  readonly status: RuleStatus;
  /** Takes away what was published with its text for this tenant and is not among the rules any more. */
  readonly prune: boolean;
  /** Epoch ms. */
  readonly now: number;
}

/** What has to be written so that the table holds these rules. A rule whose text stands there already keeps its status, and so does one that was switched off. */
export function changesFor(
  rules: readonly RuleText[],
  table: Published,
  { tenant, status, prune, now }: Wish,
): readonly Change[] {
  const ids = new Set(rules.map(({ id }) => id));
  const beforeOf = (id: string) => table.get(keyText({ tenant, id }));
  // what was switched off stays so until somebody promotes it
  const statusOf = (id: string) => (beforeOf(id)?.status === 'disabled' ? 'disabled' : status);
  const changed = rules.filter(({ id, text }) => beforeOf(id)?.text !== text);
  const gone = [...table.values()].filter((one) => one.tenant === tenant && one.text !== '' && !ids.has(one.id));
  return [
    ...changed.map(({ id, text }) =>
      changeOf({ id, tenant, version: idOf(text), status: statusOf(id), text, time: now }),
    ),
    ...(prune ? gone.map(({ id }) => ({ tenant, id, rule: null })) : []),
  ];
}

/** The change that gives rules another status; of one that was not published the package's text stays in force. */
export function statusChanges(
  ids: readonly string[],
  table: Published,
  { tenant, status, now }: Omit<Wish, 'prune'>,
): readonly Change[] {
  return ids.map((id) => {
    const before = table.get(keyText({ tenant, id }));
    return changeOf({ id, tenant, version: before?.version ?? '', status, text: before?.text ?? '', time: now });
  });
}

const changeOf = (rule: PublishedRule): Change => ({ tenant: rule.tenant, id: rule.id, rule });
