import { MODELS_MEASURED, type ModelMeasurement } from '../domain/contracts.gen.ts';
import type { Broker, Codec, Producer } from '../ports.ts';
import { keyText } from '../runner/wire-key.ts';

export interface MeasurementLog {
  publish(measurements: readonly ModelMeasurement[]): Promise<void>;
  close(): Promise<void>;
}

/** Where measurements of models are published. It connects when there is something to say. */
export function measurementLog(broker: Broker, codec: Codec): MeasurementLog {
  let producer: Promise<Producer> | null = null;
  return {
    async publish(measurements) {
      producer ??= broker.producer();
      const { send } = await producer.catch((cause) => {
        producer = null;
        throw cause;
      });
      await send(
        measurements.map((one) => ({
          topic: MODELS_MEASURED.name,
          partition: 0,
          key: Buffer.from(keyText({ tenant: one.tenant, id: one.model })),
          value: codec.encode(MODELS_MEASURED.name, one),
          headers: { 'tenant-id': Buffer.from(one.tenant) },
        })),
      );
    },
    close: async () => (await producer?.catch(() => null))?.close(),
  };
}
