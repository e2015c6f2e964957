import { TENANT_NAME } from '../domain/tenant.ts';
import type { ApiKey } from '../shell/feedback/api-keys.ts';
import type { ReadText } from '../shell/read-text.ts';
import { fileFault } from './file-fault.ts';

const NAME = 'VEDETTE_API_KEYS';
const MAX_BYTES = 256 * 1024;
const MOST_KEYS = 1_000;
const LINE = /^(\S+)\s+([0-9a-f]{64})\s+(\S{1,128})$/i;

/** The keys in the file that VEDETTE_API_KEYS names. A line that is none, or a key of two holders, is a fault. */
export function readApiKeys(
  variables: Readonly<Record<string, string>>,
  read: ReadText,
  faults: string[],
): readonly ApiKey[] {
  const path = variables[NAME];
  if (path === undefined) return [];
  try {
    return parse(read(path, MAX_BYTES));
  } catch (cause) {
    faults.push(fileFault(NAME, path, cause));
    return [];
  }
}

/** Lines are never quoted: one may hold the key itself where its hash should stand. */
function parse(text: string): readonly ApiKey[] {
  const keys = new Map<string, ApiKey>();
  for (const [place, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, tenant = '', hash = '', login = ''] = LINE.exec(line.trim()) ?? [];
    if (hash === '') throw new Error(`line ${place + 1} is not "tenant sha256-of-the-key login"`);
    if (!TENANT_NAME.test(tenant)) throw new Error(`line ${place + 1} names no tenant`);
    const known = hash.toLowerCase();
    if (keys.has(known)) throw new Error(`line ${place + 1} has a key that stands before too`);
    keys.set(known, { tenant, hash: known, login });
  }
  if (keys.size === 0) throw new Error('holds no key');
  if (keys.size > MOST_KEYS) throw new Error(`holds more than ${MOST_KEYS} keys`);
  return [...keys.values()];
}
