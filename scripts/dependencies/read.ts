import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Package } from './licences.ts';

const ROOT = join(import.meta.dirname, '../..');
const readJson = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

interface Locked {
  readonly name?: string;
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}

/** Everything that package-lock.json installs. */
const locked = (): readonly (readonly [string, Locked])[] =>
  Object.entries(readJson('package-lock.json').packages as Record<string, Locked>).filter(([path]) => path !== '');

export const packages = (): readonly Package[] =>
  locked().map(([path, { name, version, license, dev }]) => ({
    ...{ path, version, name: name ?? nameOf(path), isDev: dev === true },
    licence: license ?? licenceInFolder(path),
  }));

export const withInstallScript = (): readonly string[] =>
  locked().flatMap(([path, { name, hasInstallScript }]) => (hasInstallScript ? [name ?? nameOf(path)] : []));

export const allowScripts = (): Readonly<Record<string, unknown>> => readJson('package.json').allowScripts;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Old packages have a list of licences; one that is not installed on this platform says nothing. */
function licenceInFolder(path: string): string {
  try {
    const { license, licenses = [] } = readJson(`${path}/package.json`);
    return license ?? licenses.map(({ type }: { type: string }) => type).join(' OR ');
  } catch {
    return '';
  }
}
