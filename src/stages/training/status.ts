import { TRAINING_STATUS, type TrainingStatus } from '../../domain/contracts.gen.ts';
import type { Rec } from '../../stage.ts';
import { tally } from './dataset.ts';
import type { Case } from './decide.ts';

/** How the buffer stands, for `vedette training status`: the newest of each tenant and kind stays on the topic. */
export function statusRecord({ tenant, kind, partition, buffer, past, now }: Case): Rec<typeof TRAINING_STATUS> {
  const { entries, looked, limitedUntil, scheduled } = buffer;
  const value: TrainingStatus = {
    ...{ tenant, kind, partition, time: now, buffered: entries.length },
    labels: tally(entries.map(({ label }) => label)),
    authors: new Set(entries.map(({ author }) => author)).size,
    oldest: entries.reduce((first, { time }) => Math.min(first, time), entries[0]?.time ?? 0),
    ...{ looked: looked.time, usable: looked.usable, leftOut: looked.leftOut },
    ...{ limitedUntil: limitedUntil ?? 0, scheduled: scheduled ?? 0 },
    ...{ cuts: past.cuts, answers: past.answers },
  };
  return { to: TRAINING_STATUS, key: { tenant, id: kind }, value };
}

/** Nothing is left of the tenant's feedback of this kind. */
export const statusGone = (tenant: string, kind: string): Rec<typeof TRAINING_STATUS> => ({
  to: TRAINING_STATUS,
  key: { tenant, id: kind },
  value: null,
});
