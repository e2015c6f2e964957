import { beforeAll, expect, it } from '@jest/globals';
import { schemaText } from '../../src/shell/avro.ts';
import { registryCodec } from '../../src/shell/schema-registry/codec.ts';
import { registryClient } from '../../src/shell/schema-registry/registry-client.ts';
import { RetriableError } from '../../src/stage.ts';
import { codecContract } from '../contract/codec-contract.ts';
import { AVRO_TOPICS, sampleOf } from '../contract/samples.ts';
import { withServers } from './servers.ts';

await withServers(['registry'], ({ registry }) => {
  beforeAll(async () => {
    for (const topic of AVRO_TOPICS) await register(registry, `${topic}-value`, schemaText(topic));
  }, 60_000);

  codecContract('Apicurio', async () => {
    const codec = registryCodec(registryClient({ url: registry }));
    await codec.ready(AVRO_TOPICS);
    return codec;
  });

  it('knows its own schema however it is laid out', async () => {
    const client = registryClient({ url: registry });
    const [topic = ''] = AVRO_TOPICS;
    const compact = JSON.stringify(JSON.parse(schemaText(topic)));
    expect(await client.idOf(`${topic}-value`, compact)).toBe(await client.idOf(`${topic}-value`, schemaText(topic)));
  });

  it.each([
    ['a subject', 'nobody-value', '"string"'],
    ['a schema of a subject', 'telemetry.events.v1-value', '"string"'],
  ])('says null for %s that is not there', async (_, subject, schema) => {
    expect(await registryClient({ url: registry }).idOf(subject, schema)).toBeNull();
  });
});

it('waits for a registry that does not answer', async () => {
  const codec = registryCodec(registryClient({ url: 'http://127.0.0.1:1/apis/ccompat/v7' }));
  const [topic = ''] = AVRO_TOPICS;
  await expect(codec.ready([topic])).rejects.toBeInstanceOf(RetriableError);
  expect(() => codec.encode(topic, sampleOf(topic))).toThrow(RetriableError);
  await expect(codec.decode(topic, Uint8Array.of(0, 0, 0, 0, 1, 0))).rejects.toBeInstanceOf(RetriableError);
});

async function register(registry: string, subject: string, schema: string): Promise<void> {
  const response = await fetch(`${registry}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schema }),
  });
  if (!response.ok) throw new Error(`${subject}: status ${response.status}`);
}
