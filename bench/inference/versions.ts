import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareVersions } from '../../src/models/versions.ts';

/** Copies a folder of models, and of one of them makes so many more versions that score alike; answers their numbers. */
export function withVersions(models: string, to: string, model: string, count: number): readonly string[] {
  for (const name of readdirSync(models, { withFileTypes: true }))
    if (name.isDirectory()) cpSync(join(models, name.name), join(to, name.name), { recursive: true });
  const shipped = readdirSync(join(to, model)).toSorted(compareVersions).at(-1) ?? '';
  const manifest = JSON.parse(readFileSync(join(to, model, shipped, 'manifest.json'), 'utf8'));
  const versions = Array.from({ length: count }, (_, i) => `900.0.${i}`);
  for (const version of versions) {
    const folder = join(to, model, version);
    mkdirSync(folder);
    cpSync(join(to, model, shipped), folder, { recursive: true });
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, version }));
  }
  return [shipped, ...versions];
}
