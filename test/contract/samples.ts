import { TOPICS } from '../../src/domain/contracts.gen.ts';
import { typeOf } from '../../src/shell/avro.ts';

/** Topics whose values are Avro. */
export const AVRO_TOPICS: readonly string[] = TOPICS.filter(({ codec }) => codec !== 'bytes').map(({ name }) => name);

/** A value of the topic made of its schema's defaults. */
export function sampleOf(topic: string): Record<string, unknown> {
  const fields = typeOf(topic) as unknown as { fields: { name: string; defaultValue(): unknown }[] };
  return Object.fromEntries(fields.fields.map((field) => [field.name, field.defaultValue()]));
}
