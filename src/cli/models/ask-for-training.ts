import {
  TRAINING_ORDERS,
  TRAINING_TRIGGERED,
  type TrainingOrder,
  type TrainingTrigger,
} from '../../domain/contracts.gen.ts';
import { NO_DATASET } from '../../domain/no-dataset.ts';
import { idOf } from '../../domain/uuid5.ts';
import type { ModelRef } from '../../models/source.ts';
import { send, sendOf } from '../table-topic.ts';
import type { Mode } from './act.ts';
import type { ModelDesk } from './desk.ts';

export interface Asking {
  readonly desk: Pick<ModelDesk, 'broker' | 'codec'>;
  readonly mode: Mode;
  /** Epoch ms. */
  readonly now: number;
  /** Days for which training was asked for, by model and version. */
  readonly asked: Map<string, string>;
}

export const DAY_MS = 86_400_000;

/** Asks for training because a version has drifted, once a day. False: it was asked for already. `count` rows or verdicts say so. */
export async function askForTraining(
  { name, version }: ModelRef,
  count: number,
  { desk, mode, now, asked }: Asking,
): Promise<boolean> {
  const day = String(Math.floor(now / DAY_MS));
  const known = `drift ${name} ${version}`;
  if (asked.get(known) === day) return false;
  asked.set(known, day);
  if (mode === 'advise') return true;
  const trigger: TrainingTrigger = {
    // the same day asks once, whoever watches
    ...{ id: idOf('drift', name, version, day), tenant: '', dataset: '', model: name, cause: 'drift' },
    ...{ count, time: now, priority: 0, feedback: [] },
    ...{ kind: '', order: '', manifest: NO_DATASET },
  };
  await desk.codec.ready([TRAINING_TRIGGERED.name]);
  await send(desk.broker, [sendOf(TRAINING_TRIGGERED, { tenant: '', id: name }, trigger, desk.codec)]);
  return true;
}

/** Orders a training on the verdicts of one tenant, once a day: the share of its false alarms has moved. */
export async function orderTraining(tenant: string, { desk, mode, now, asked }: Asking): Promise<void> {
  const day = String(Math.floor(now / DAY_MS));
  const known = `drift of ${tenant}`;
  if (asked.get(known) === day || mode === 'advise') return;
  asked.set(known, day);
  const order: TrainingOrder = {
    ...{ id: idOf('drift', tenant, day), tenant, action: 'train', kind: 'verdict', cause: 'drift', model: '' },
    ...{ author: '', feedback: '', time: now, by: 'vedette models watch' },
  };
  await desk.codec.ready([TRAINING_ORDERS.name]);
  await send(desk.broker, [sendOf(TRAINING_ORDERS, { tenant, id: order.id }, order, desk.codec)]);
}
