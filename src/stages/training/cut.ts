import type { TrainingTrigger } from '../../domain/contracts.gen.ts';
import { idOf } from '../../domain/uuid5.ts';
import { takeOut } from './buffer.ts';
import type { Choice } from './choice/choose.ts';
import { datasetHash, manifestOf } from './dataset.ts';
import type { Case, Wish } from './decide.ts';
import { rememberCut, rememberUsed } from './past.ts';
import { priorityOf } from './priority.ts';

/** Takes the chosen records out of the buffer, remembers them, and tells of the dataset that they are. The same records give the same id, on any machine, at any time. */
export function cutDataset(one: Case, { cause, order }: Wish, { chosen, overruled, leftOut }: Choice): TrainingTrigger {
  const { tenant, kind, buffer, past, now, partition, config } = one;
  const dataset = datasetHash(tenant, kind, chosen);
  const priority = priorityOf(one, cause, chosen);
  const trigger: TrainingTrigger = {
    ...{ id: idOf('training', tenant, kind, dataset), tenant, kind, dataset, cause, time: now, priority },
    ...{ model: order?.model ?? '', order: order?.id ?? '', count: chosen.length },
    feedback: chosen.map(({ id }) => id),
    manifest: manifestOf(chosen, partition, leftOut),
  };
  const gone = new Set([...chosen, ...overruled]);
  takeOut(buffer, (entry) => gone.has(entry));
  buffer.limitedUntil = null;
  rememberUsed(past, chosen, overruled, config.remembered);
  rememberCut(past, { id: trigger.id, dataset, kind, cause, count: chosen.length, time: now });
  return trigger;
}
