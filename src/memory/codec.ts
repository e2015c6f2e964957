import { TOPICS } from '../domain/contracts.gen.ts';
import type { Codec } from '../ports.ts';
import { decodeBody, encodeWire, openWire, typeOf } from '../shell/avro.ts';

/** The registry in memory: the same wire format, with the place of the topic in the list as its schema id. */
export function memoryCodec(): Codec {
  const ids = new Map(
    TOPICS.filter((topic) => topic.codec !== 'bytes').map((topic, index) => [topic.name as string, index + 1]),
  );
  const known = new Set(ids.values());
  return {
    encode(topic, value) {
      const id = ids.get(topic);
      if (id === undefined) throw new Error(`topic ${topic} has no schema`);
      return encodeWire(typeOf(topic), id, value);
    },
    decode(topic, bytes) {
      const wire = openWire(bytes);
      if (!wire.ok) return wire;
      if (!known.has(wire.schemaId)) return { ok: false, reason: 'unknown_schema' };
      if (wire.schemaId !== ids.get(topic)) return { ok: false, reason: 'foreign_schema' };
      return decodeBody(typeOf(topic), wire.body);
    },
  };
}
