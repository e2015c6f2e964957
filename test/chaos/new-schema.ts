import avsc from 'avsc';
import { TELEMETRY_EVENTS, TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import type { Send } from '../../src/ports.ts';
import { readSchemaFiles } from '../../src/shell/contracts.ts';
import type { Lab } from './lab.ts';

const SUBJECT = `${TELEMETRY_RAW.name}-value`;
const COUNT = 48;
const STRANGER = 'stranger:';

interface Version {
  readonly id: number;
  readonly schema: string;
}

/** Registers the raw topic's schema with one field more, as a producer that was updated first would. */
export async function addVersion(registryUrl: string): Promise<Version> {
  const file = readSchemaFiles().find(({ subject }) => subject === SUBJECT);
  const schema = JSON.parse(file?.text ?? '');
  schema.fields.push({ name: 'addedLater', type: 'string', default: '' });
  const text = JSON.stringify(schema);
  const answer = await fetch(`${registryUrl}/subjects/${SUBJECT}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: text }),
  });
  if (!answer.ok) throw new Error(`the registry refuses the new version: ${await answer.text()}`);
  const { id } = (await answer.json()) as { id: number };
  return { id, schema: text };
}

/** Sound events in the new version, some for each partition. */
export function strangers({ id, schema }: Version, partitions: number): Send[] {
  const type = avsc.Type.forSchema(JSON.parse(schema));
  return Array.from({ length: COUNT }, (_, n) => {
    const event = Object.fromEntries(
      JSON.parse(schema).fields.map(({ name, default: value }: { name: string; default: unknown }) => [name, value]),
    );
    const value = {
      ...event,
      id: `${STRANGER}${n}`,
      tenant: 'stranger',
      time: Date.UTC(2024, 4, 13, 12),
      host: `s${n}`,
    };
    const head = Buffer.alloc(5);
    head.writeInt32BE(id, 1);
    return {
      topic: TELEMETRY_RAW.name,
      partition: n % partitions,
      key: Buffer.from(`s${n}`),
      value: Buffer.concat([head, type.toBuffer(value)]),
      headers: { 'tenant-id': Buffer.from('stranger') },
    };
  });
}

/** Faults: strangers that are no events. */
export async function strangersFound({ broker, codec }: Lab): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const { value } of broker.readAll(TELEMETRY_EVENTS.name)) {
    const answer = value && (await codec.decode(TELEMETRY_EVENTS.name, value));
    if (!answer?.ok) continue;
    const { id } = (answer.value as { event: { id: string } }).event;
    if (id.startsWith(STRANGER)) found.add(id);
  }
  return found.size === COUNT ? [] : [`${COUNT - found.size} of ${COUNT} records with the new schema are no events`];
}
