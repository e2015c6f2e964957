import { blocklist } from '../detectors/personal-data/blocklist.ts';
import { TENANT_NAME } from '../domain/tenant.ts';
import type { ReadText } from '../shell/read-text.ts';
import { fileFault } from './file-fault.ts';

/** Words and phrases that are never kept, by tenant; those of all tenants stand under the empty name. */
export type Blocklists = ReadonlyMap<string, readonly string[]>;

const NAME = 'VEDETTE_BLOCKLIST';
const MAX_BYTES = 4 * 1024 * 1024;
const EVERYBODY = '';

/** The lists in the file that VEDETTE_BLOCKLIST names. A file or an entry that is no use is a fault. */
export function readBlocklists(
  variables: Readonly<Record<string, string>>,
  read: ReadText,
  faults: string[],
): Blocklists {
  const path = variables[NAME];
  if (path === undefined) return new Map();
  try {
    const lists = parse(read(path, MAX_BYTES));
    for (const tenant of lists.keys()) blocklist(blockedFor(lists, tenant));
    return lists;
  } catch (cause) {
    faults.push(fileFault(NAME, path, cause));
    return new Map();
  }
}

/** What a tenant never wants kept, with what nobody does. */
export const blockedFor = (lists: Blocklists, tenant: string): readonly string[] => [
  ...(lists.get(EVERYBODY) ?? []),
  ...(tenant === EVERYBODY ? [] : (lists.get(tenant) ?? [])),
];

function parse(text: string): Blocklists {
  const lists = new Map<string, string[]>([[EVERYBODY, []]]);
  let tenant = EVERYBODY;
  for (const [place, line] of text.split('\n').entries()) {
    const entry = line.trim();
    const [, named] = /^\[(.*)\]$/.exec(entry) ?? [];
    if (named !== undefined && !TENANT_NAME.test(named)) throw new Error(`line ${place + 1} names no tenant`);
    if (named !== undefined) tenant = named;
    else if (entry !== '') entriesOf(lists, tenant).push(entry);
  }
  return lists;
}

function entriesOf(lists: Map<string, string[]>, tenant: string): string[] {
  const entries = lists.get(tenant) ?? [];
  lists.set(tenant, entries);
  return entries;
}
