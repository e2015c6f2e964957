import { randomBytes } from 'node:crypto';
import { TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import type { Send } from '../../src/ports.ts';

/** A word that is nowhere else. */
export const canary = (where: string): string => `canary-${where}-${randomBytes(9).toString('hex')}`;

/** Whatever form the words take: as they are, in small letters, in a URL, in base64 at each of its three steps. */
export function found(words: readonly string[], text: string): readonly string[] {
  const small = text.toLowerCase();
  return words.filter(
    (word) => small.includes(word.toLowerCase()) || inBase64(word).some((part) => text.includes(part)),
  );
}

/** What stands in the middle of the base64 of a longer text that contains the word. */
const inBase64 = (word: string): readonly string[] =>
  [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(word)]).toString('base64');
    return encoded.slice(4, encoded.length - 4);
  });

/** Telemetry whose every word is planted: half of it sound, half of it not. */
export interface Planted {
  readonly words: readonly string[];
  readonly sends: readonly Send[];
  /** How many of them are dead letters. */
  readonly bad: number;
}

export function hostileTelemetry(): Planted {
  const words = ['host', 'user', 'command', 'key', 'header', 'tenant', 'field', 'value', 'ce-id'].map(canary);
  const [host, user, command, key, header, tenant, field, value, id] = words as [string, ...string[]];
  const event = (change: object) =>
    JSON.stringify({
      ...{ ts: new Date().toISOString(), host, channel: 'Microsoft-Windows-Sysmon/Operational', event_id: 1 },
      data: { Image: `C:\\${command}.exe`, CommandLine: `${command} \u001b[31m`, User: user, [String(field)]: value },
      ...change,
    });
  const good = [
    record(event({}), { 'tenant-id': 'acme', ce_id: String(id), [String(header)]: String(value) }, key),
    record(event({ data: { CommandLine: 'ntdsutil "ac i ntds" "ifm"', User: user } }), { 'tenant-id': 'acme' }, key),
    record(
      `Jan  1 00:00:00 ${host} sshd[1]: Failed password for ${user} from 10.0.0.1 port 1 ssh2`,
      { 'tenant-id': 'acme' },
      key,
    ),
  ];
  const bad = [
    record(event({}), { 'tenant-id': `${tenant} <script>` }, key),
    record(event({}), {}, key),
    record(`{"host":"${host}","__proto__":{"${field}":"${value}"}}`, { 'tenant-id': 'acme' }, key),
    record('['.repeat(100_000) + value, { 'tenant-id': 'acme', [String(header)]: 'x' }, key),
    record(Buffer.concat([Buffer.of(0, 255, 0, 0, 1), Buffer.from(`${value}`)]), { 'tenant-id': 'acme' }, key),
    record(Buffer.concat([Buffer.of(0, 0, 0, 0, 1), Buffer.from(`${value}`)]), { 'tenant-id': 'acme' }, key),
  ];
  return { words, sends: [...good, ...bad, ...good], bad: bad.length };
}

const record = (value: string | Buffer, headers: Readonly<Record<string, string>>, key: string | undefined): Send => ({
  topic: TELEMETRY_RAW.name,
  partition: 0,
  key: Buffer.from(key ?? ''),
  value: Buffer.from(value),
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
});
