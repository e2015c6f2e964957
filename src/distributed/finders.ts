import type { Environment } from '../environment.ts';
import type { Logger } from '../ports.ts';
import { signatureCheck } from '../shell/models/signature.ts';
import { openTagger, SHIPPED_TAGGER } from '../shell/onnx/tagger.ts';
import { presidioFinder } from '../shell/presidio/finder.ts';
import { openRegistry } from '../shell/registry/open-registry.ts';
import type { PersonalFinder } from '../stages/scrub/ports.ts';
import { taggerFinder } from '../stages/scrub/tagger-finder.ts';

/** The longest text that the stage takes needs a few seconds. */
const DEADLINE_MS = 30_000;

/** Who is asked about every text of feedback. Where the models have no tagger the log says so; one that is broken throws. */
export async function openFinders(
  { presidio, models, s3, serving: { keys } }: Pick<Environment, 'presidio' | 'models' | 's3' | 'serving'>,
  logger: Logger,
): Promise<readonly PersonalFinder[]> {
  const servers = presidio ? [presidioFinder(presidio)] : [];
  const verify = keys.length > 0 && { verify: signatureCheck(keys) };
  const tagger = await openTagger({ source: openRegistry(models, s3), ...verify });
  if (tagger !== null) return [...servers, { ...taggerFinder(tagger, DEADLINE_MS), close: () => tagger.close() }];
  logger.warn({ model: SHIPPED_TAGGER }, 'no tagger among the models: names that no pattern finds stay (degraded)');
  return servers;
}
