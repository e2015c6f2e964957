import { memoryCodec } from '../../src/memory/codec.ts';
import type { Codec } from '../../src/ports.ts';
import type { Chaos } from './chaos.ts';
import type { SimProcess } from './process.ts';
import type { Random } from './random.ts';

const wire = memoryCodec();

/** The codec of one process: mostly its schemas are cached; now and then it must ask the registry, which may be down. */
export function simCodec(process: SimProcess, chaos: Chaos, random: Random): Codec {
  return {
    encode: wire.encode,
    decode(topic, bytes) {
      const asks = chaos.registryIsDown ? random.chance(0.5) : chaos.isOn && random.chance(0.03);
      return asks ? process.call('decode', () => wire.decode(topic, bytes)) : wire.decode(topic, bytes);
    },
  };
}
