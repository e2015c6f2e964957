import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import type { Send } from '../../src/ports.ts';
import { partitioner } from '../../src/runner/wire-key.ts';
import { ROOT } from '../process.ts';

const SAMPLE = join(ROOT, 'samples/lsass-logonpasswords.jsonl.zst');
/** Machines that the load comes from; each lives through the sample from another place on. */
const HOSTS = 60;
/** Marked events belong to these, so that no tenant has more alerts than one would have. */
const TENANTS = 20;
/** What names the one machine of the sample and its people, to be another on each host. */
const NAMES = /MKT01|PANDALAB|pedro\.gustavo|stevie\.marie/gi;

export interface Load {
  /** The nth event, as if it happened now. */
  event(n: number): Send;
  /** An event that raises an alert at once, on a host of its own. */
  mark(n: number): Send;
}

export const markHost = (n: number): string => `mark-${n}`;

/** Telemetry of the bundled sample with the time of day, spread over many machines. */
export function load(partitions: number): Load {
  const templates = zstdDecompressSync(readFileSync(SAMPLE)).toString().trim().split('\n').map(templateOf);
  const partitionOf = partitioner();
  const send = (line: string, host: string, headers: Readonly<Record<string, string>>): Send => ({
    topic: TELEMETRY_RAW.name,
    partition: partitionOf(host, partitions),
    key: Buffer.from(host),
    value: Buffer.from(line),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  });
  return {
    event(n) {
      const host = n % HOSTS;
      const place = Math.floor((host * templates.length) / HOSTS) + Math.floor(n / HOSTS);
      const template = templates[place % templates.length] as Template;
      return send(fill(template, host), `host-${host}`, { ce_id: `load-${n}` });
    },
    mark: (n) => send(marked(n), markHost(n), { ce_id: `mark-${n}`, 'tenant-id': `tenant-${n % TENANTS}` }),
  };
}

interface Template {
  /** Text between the names. */
  readonly pieces: readonly string[];
  readonly names: readonly string[];
}

function templateOf(line: string): Template {
  const rest = line.replace(/^\{"ts":"[^"]*"/, '');
  return { pieces: rest.split(NAMES), names: rest.match(NAMES) ?? [] };
}

function fill({ pieces, names }: Template, host: number): string {
  let line = `{"ts":"${new Date().toISOString()}"${pieces[0]}`;
  for (const [index, name] of names.entries()) line += `${name}${host}${pieces[index + 1]}`;
  return line;
}

const marked = (n: number): string =>
  JSON.stringify({
    ts: new Date().toISOString(),
    host: markHost(n),
    channel: 'Microsoft-Windows-Sysmon/Operational',
    provider: 'Microsoft-Windows-Sysmon',
    event_id: 1,
    data: {
      Image: 'C:\\Windows\\System32\\ntdsutil.exe',
      ParentImage: 'C:\\Windows\\System32\\cmd.exe',
      CommandLine: 'ntdsutil.exe "ac i ntds" "ifm" "create full C:\\Temp\\copy" q q',
      User: `MARK\\user-${n}`,
    },
  });
