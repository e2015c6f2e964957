/** Writes the derived files from schemas/, topics/ and package.json. `--check` fails when a file on disk differs. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { contracts } from './derive/contracts.ts';
import { biomeFormat } from './derive/format.ts';
import { readmeTables } from './derive/readme.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const schemas = readdirSync(join(root, 'schemas'))
  .sort()
  .map((file) => ({ subject: basename(file, '.avsc'), schema: JSON.parse(read(`schemas/${file}`)) }));
const topics = readdirSync(join(root, 'topics'))
  .sort()
  .map((file) => parse(read(`topics/${file}`)));

const derived: Record<string, string> = {
  'src/domain/contracts.gen.ts': biomeFormat('contracts.gen.ts', contracts(schemas, topics)),
  'src/domain/version.gen.ts': versionText(JSON.parse(read('package.json')).version),
  'README.md': readmeTables(read('README.md')),
  'docs/security.md': readmeTables(read('docs/security.md')),
};

const stale = Object.entries(derived).filter(([path, text]) => current(path) !== text);
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is not what its sources give: run "npm run derive" and commit it`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) writeFileSync(join(root, path), text);
  console.error(stale.length === 0 ? 'nothing to change' : `wrote ${stale.map(([path]) => path).join(', ')}`);
}

function versionText(version: string): string {
  return `// Derived from package.json by "npm run derive". Do not edit.\n\nexport const VERSION = '${version}';\n`;
}

function current(path: string): string | null {
  try {
    return read(path);
  } catch {
    return null;
  }
}
