import { isShared } from '../../models/manifest.ts';
import type { ModelRef } from '../../models/source.ts';
import { compareVersions } from '../../models/versions.ts';
import { isModelRef, loadModel, type ModelFile, type ModelOrigin } from './load-models.ts';

/** Versions of one name that are looked at; an older one is loaded when it is asked for. */
const LOOKED_AT = 4;

/** What is in force where nobody has promoted anything: of each name the newest version for each feature set. Taggers score nothing. */
export async function newestModels(origin: ModelOrigin): Promise<readonly ModelFile[]> {
  const refs = (await origin.source.list()).filter((ref) => isModelRef(ref) && isShared(ref));
  const names = Map.groupBy(refs, ({ name }) => name);
  const found = await Promise.all([...names.values()].map((versions) => newestOf(origin, versions)));
  return found.flat();
}

/** A broken version is named too: who published it must see it. */
async function newestOf(origin: ModelOrigin, versions: readonly ModelRef[]): Promise<readonly ModelFile[]> {
  const newestFirst = versions.toSorted((a, b) => compareVersions(b.version, a.version));
  const found = new Map<string, ModelFile>();
  for (const ref of newestFirst.slice(0, LOOKED_AT)) {
    const file = await loadModel(origin, ref);
    if (!file.ok && file.isTagger) continue;
    const place = file.ok ? file.manifest.featureHash : ref.version;
    if (!found.has(place)) found.set(place, file);
  }
  return [...found.values()];
}
