import fc from 'fast-check';
import { TOPICS } from '../../../src/domain/contracts.gen.ts';
import { decodeBody, typeOf } from '../../../src/shell/avro.ts';
import { mutatedBytes } from '../mutate.ts';
import { asJson, bytesOf, law, type Target, textOf } from '../target.ts';

/** A value of a topic behind its header, one character a byte. */
export interface ValueInput {
  readonly topic: string;
  readonly body: string;
}

const NAMES = TOPICS.filter(({ codec }) => codec !== 'bytes').map(({ name }) => name as string);
const REASONS: ReadonlySet<string> = new Set(['avro_truncated', 'avro_trailing_bytes', 'avro_invalid']);
export const avroValuesTarget: Target<ValueInput> = {
  name: 'avro-values',
  about:
    'any bytes are a value of the topic that writes as what was read, or refused by a known reason, in bounded work',
  file: asJson(),
  inputs(corpus) {
    const ours = NAMES.map((topic) => {
      const bodies = corpus.filter((one) => one.topic === topic).map(({ body }) => body);
      return mutatedBytes(bodies.length > 0 ? bodies : ['\0'], 4).map((body) => ({ topic, body }));
    });
    return fc.oneof(...ours);
  },
  check: checkValue,
};

function checkValue({ topic, body }: ValueInput): void {
  const type = typeOf(topic);
  const bytes = bytesOf(body);
  const decoded = decodeBody(type, bytes);
  law(textOf(bytes) === body, 'the bytes were changed');
  if (!decoded.ok) {
    law(REASONS.has(decoded.reason), () => `reason ${decoded.reason}`);
    return;
  }
  law(type.isValid(decoded.value), 'a value that the contract does not know');
  const again = decodeBody(type, type.toBuffer(decoded.value));
  law(again.ok && type.toBuffer(again.value).equals(type.toBuffer(decoded.value)), 'a value reads as another');
}
