import type { Row } from './row.ts';

/** Fields that whoever acts on a machine or sends it requests can write. */
const WRITABLE = new Set([
  ...[
    'CommandLine',
    'ParentCommandLine',
    'Image',
    'NewProcessName',
    'TargetFilename',
    'ServiceFileName',
    'TaskContent',
  ],
  ...['command_line', 'image_path', 'file_path'],
  ...['uri', 'user_agent', 'query', 'server_name', 'referrer', 'filename'],
]);

/** The row with every attacker-writable text changed: named fields, and of raw lines the request and the user agent. */
export function withTexts(row: Row, change: (text: string) => string): Row {
  if (row.raw !== undefined) return { ...row, raw: changedRaw(row.raw, change) };
  return { ...row, event: changedFields(row.event ?? {}, change) };
}

type Json = Readonly<Record<string, unknown>>;

const changedFields = (fields: Json, change: (text: string) => string): Json =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      if (typeof value === 'string') return [key, WRITABLE.has(key) ? change(value) : value];
      const isInner = key === 'EventData' || key === 'properties';
      return [key, isInner ? changedFields(value as Json, change) : value];
    }),
  );

const REQUEST = /"([A-Z]+) (\S+) (HTTP\/[\d.]+)"/;
const AGENT = /" "([^"]+)"( "cs_bytes=.*)?$/;
const COMMAND = /(COMMAND=)(.+)$/;

const changedRaw = (raw: string, change: (text: string) => string): string =>
  raw
    .replace(
      REQUEST,
      (_, verb, path, version) => `"${verb} ${change(path).replaceAll(/[" ]/g, encodeURIComponent)} ${version}"`,
    )
    .replace(AGENT, (_, agent, rest = '') => `" "${change(agent)}"${rest}`)
    .replace(COMMAND, (_, head, command) => head + change(command));
