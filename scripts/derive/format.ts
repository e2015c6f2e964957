import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Formats TypeScript as `npm run format` would, so that a derived file never differs by layout. */
export function biomeFormat(name: string, text: string): string {
  const biome = join(import.meta.dirname, '../../node_modules/.bin/biome');
  const done = spawnSync(biome, ['format', `--stdin-file-path=src/domain/${name}`], { input: text, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`biome could not format ${name}: ${done.stderr}`);
  return done.stdout;
}
