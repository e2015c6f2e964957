import { expect, it } from '@jest/globals';
import { PIPELINE_LEDGER } from '../domain/contracts.gen.ts';
import { openEntry } from '../runner/ledger.ts';
import { memoryCodec } from './codec.ts';
import { referenceCodec } from './reference-codec.ts';

const topic = PIPELINE_LEDGER.name;
const value = openEntry('intake', 'telemetry.raw.v1', 3, 17);

it('gives a value on as it is, and writes it when someone wants its bytes', async () => {
  const wire = memoryCodec();
  const codec = referenceCodec(wire);
  const handle = codec.encode(topic, value);
  expect(await codec.decode(topic, handle)).toEqual({ ok: true, value });
  expect(codec.written(topic, handle)).toEqual(wire.encode(topic, value));
});

it('decodes bytes that come from outside, and refuses what they refuse', async () => {
  const codec = referenceCodec(memoryCodec());
  expect(await codec.decode(topic, memoryCodec().encode(topic, value))).toMatchObject({ ok: true });
  expect(await codec.decode(topic, Buffer.from('no avro'))).toMatchObject({ ok: false, reason: 'bad_magic_byte' });
});
