import type { TaggerPort } from '../../models/tagger.ts';
import { openTagger, SHIPPED_TAGGER } from '../../shell/onnx/tagger.ts';
import { folderStore } from '../../shell/registry/folder-store.ts';
import { modelRegistry } from '../../shell/registry/model-registry.ts';
import { EXIT, Failure } from '../failure.ts';
import { say } from '../output.ts';

/** What is found must not depend on how busy the machine is. */
export const PATIENT_MS = 600_000;

/** The tagger of a folder of models; null, said on stderr, where there is none. Throws Failure where it is broken. */
export async function taggerIn(models: string): Promise<TaggerPort | null> {
  const tagger = await opened(models);
  if (tagger === null)
    say(`no ${SHIPPED_TAGGER} in --models: names and addresses that no pattern finds are left in (degraded)`);
  return tagger;
}

async function opened(models: string): Promise<TaggerPort | null> {
  try {
    return await openTagger({ source: modelRegistry(folderStore(models)), attemptMs: PATIENT_MS });
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Failure(
      EXIT.world,
      `the tagger does not serve: ${why}. Put it back as it was published, or go without it: --no-tagger`,
    );
  }
}
