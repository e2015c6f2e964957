import type { TrainingJob, TrainingOrder } from '../domain/contracts.gen.ts';
import { placeOf } from '../stages/launch/advance.ts';
import { erasureOf, isAllErased } from '../stages/training/orders.ts';
import type { TrainingStore } from './training-store.ts';

const DATA = ['rows.arrow', 'rows.labels', 'verdicts.ndjson', 'pairs.ndjson'] as const;

/** Empties every stored dataset that holds what the orders erase, and takes it out of what waits. Manifest and result stay: they say what was learned from. Orders are of one tenant. */
export async function eraseStored(
  orders: readonly TrainingOrder[],
  jobs: readonly TrainingJob[],
  store: TrainingStore,
): Promise<void> {
  const isErased = erasureOf(orders);
  const tenant = orders[0]?.tenant;
  if (!isErased || tenant === undefined) return;
  for (const job of jobs.filter((one) => one.tenant === tenant && one.dataset !== '')) {
    const { place } = placeOf(job);
    if (isAllErased(orders) || (await holds(place, store, isErased)))
      for (const name of DATA) await store.empty(`${place}/${name}`);
  }
  const waiting = await store.waiting(tenant);
  const left = waiting.filter((one) => !isErased(one));
  if (left.length < waiting.length) await store.keepWaiting(tenant, left);
}

type IsErased = (record: { readonly id: string; readonly author: string }) => boolean;

/** Verdicts name who said them. Pairs name neither record nor analyst: a dataset of them goes with each of its analysts, by its manifest. What cannot be read may hold anything. */
async function holds(place: string, store: TrainingStore, isErased: IsErased): Promise<boolean> {
  const [verdicts, manifest] = [
    await store.read(`${place}/verdicts.ndjson`),
    await store.read(`${place}/manifest.json`),
  ];
  try {
    const { authors = {} } = manifest === null ? {} : JSON.parse(textOf(manifest));
    const said = textOf(verdicts).split('\n').filter(Boolean);
    return (
      said.some((line) => isErased(JSON.parse(line))) ||
      Object.keys(authors).some((author) => isErased({ id: '', author }))
    );
  } catch {
    return true;
  }
}

const textOf = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString();
