import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calibrate } from '../../src/detectors/calibration.ts';
import { severityWeight } from '../../src/detectors/ensemble.ts';
import { parseEnsemble } from '../../src/models/ensemble.ts';
import { parseManifest } from '../../src/models/manifest.ts';
import { severityOf } from '../../src/stages/inference/judge.ts';

/** The score from which the ensemble of a folder of models forwards an event by itself. */
export function shippedThreshold(models: string): number {
  const versions = join(models, 'vedette-ensemble');
  const [version = ''] = readdirSync(versions);
  const read = (file: string) => JSON.parse(readFileSync(join(versions, version, file), 'utf8'));
  const { threshold } = parseManifest(read('manifest.json'));
  const confidence = calibrate(parseEnsemble(read('model.json')).calibration, threshold.raw);
  return confidence * severityWeight(severityOf(confidence, confidence));
}
