import type { Fields } from '../../fields.ts';

/** Rule name by Zeek's own, for the log types that rules also know as proxy or DNS logs. */
const ALIASES: ReadonlyMap<string, readonly (readonly [alias: string, of: string])[]> = new Map([
  [
    'http',
    [
      ['c-uri', 'uri'],
      ['cs-uri-query', 'uri'],
      ['cs-uri', 'uri'],
      ['c-useragent', 'user_agent'],
      ['cs-user-agent', 'user_agent'],
      ['cs-method', 'method'],
      ['cs-host', 'host'],
      ['cs-referer', 'referrer'],
      ['sc-status', 'status_code'],
      ['r-dns', 'host'],
    ],
  ],
  [
    'dns',
    [
      ['record_type', 'qtype_name'],
      ['answer', 'answers'],
    ],
  ],
]);

/** Adds the names that rules use. */
export function aliasesOf(log: string, fields: Fields): void {
  for (const [alias, of] of ALIASES.get(log) ?? []) {
    const value = fields[of];
    if (value !== undefined && fields[alias] === undefined) fields[alias] = value;
  }
}
