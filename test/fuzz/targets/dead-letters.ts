import fc from 'fast-check';
import { readDeadLetter, redriven } from '../../../src/cli/dead-letters.ts';
import type { StoredRecord } from '../../../src/ports.ts';
import { deadLetterRecord } from '../../../src/runner/dead-letter.ts';
import { parseOrigin } from '../../../src/runner/origin.ts';
import { mutatedBytes } from '../mutate.ts';
import { asJson, bytesOf, law, type Target, textOf } from '../target.ts';

/** A record with a stranger's headers, dead-lettered by us or put onto the dead-letter topic by somebody else. */
export interface LetterInput {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly key: string | null;
  readonly value: string | null;
  readonly reason: string;
  readonly forged: boolean;
}

const NAMES = [
  ...[
    '__connect.errors.topic',
    '__connect.errors.partition',
    '__connect.errors.offset',
    'dlq.reason-code',
    'tenant-id',
  ],
  ...[
    'vedette-origin',
    'vedette-origin-was',
    'vedette-dead-letter',
    'vedette-control',
    '__proto__',
    'constructor',
    'ce_id',
    '',
  ],
];
const SAID = [
  'telemetry.events.v1',
  '0',
  '3',
  '99',
  '-1',
  '1e3',
  '٣',
  ' 1',
  '9'.repeat(16),
  '9'.repeat(17),
  'intake/0/1/0',
  'odd_value',
  'ODD..VALUE',
];
const READS = 'telemetry.events.v1';
const PARTITIONS = 12;

export const deadLettersTarget: Target<LetterInput> = {
  name: 'dead-letters',
  about: 'a dead letter says truly where it came from and goes back as it came, whatever headers strangers set',
  file: asJson(),
  inputs(corpus) {
    const kept = corpus.flatMap((one) => one.headers);
    const name = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...NAMES) },
      { weight: 1, arbitrary: mutatedBytes([...NAMES, ...kept.map(([n]) => n)], 2) },
    );
    const said = fc.oneof(fc.constantFrom(...SAID), mutatedBytes([...SAID, ...kept.map(([, text]) => text)], 2));
    const bytes = fc.oneof(
      fc.constantFrom(null, ''),
      mutatedBytes(
        corpus.map((one) => one.value ?? ''),
        2,
      ),
    );
    const reason = fc.oneof(
      fc.constantFrom('odd_value', 'unexpected', 'malformed_ocsf'),
      mutatedBytes(
        corpus.map((one) => one.reason),
        2,
      ),
    );
    return fc.record({
      headers: fc.array(fc.tuple(name, said), { maxLength: 8 }),
      key: bytes,
      value: bytes,
      reason,
      forged: fc.boolean(),
    });
  },
  check: checkLetter,
};

function stored({ headers, key, value }: LetterInput): StoredRecord {
  const named: Record<string, Uint8Array> = Object.create(null);
  for (const [name, text] of headers) named[name] = bytesOf(text);
  const bytes = (text: string | null) => (text === null ? null : bytesOf(text));
  return {
    key: bytes(key),
    value: bytes(value),
    headers: named,
    partition: 3,
    offset: 41,
    timestamp: 1_715_688_000_000,
  };
}

function checkLetter(input: LetterInput): void {
  const record = stored(input);
  const letter = readDeadLetter('features', input.forged ? record : onTopic(record, input.reason));
  if (!input.forged) {
    law(
      letter.sourceTopic === READS && letter.sourcePartition === 3 && letter.sourceOffset === 41,
      'a stranger says where a dead letter came from',
    );
    law(letter.reason === Buffer.from(input.reason).toString(), 'a stranger says why it is a dead letter');
  }
  law(Number.isSafeInteger(letter.sourcePartition) && letter.sourcePartition >= -1, 'no partition');
  law(Number.isFinite(letter.sourceOffset) && letter.sourceOffset >= -1, 'no offset');
  const back = redriven(letter, READS, PARTITIONS);
  law(back !== null || input.forged, 'a dead letter of ours cannot go back');
  if (back === null) return;
  law(back.topic === READS && back.partition >= 0 && back.partition < PARTITIONS, 'it goes where there is nothing');
  law(same(back.key, input.key) && same(back.value, input.value), 'it does not go back as it came');
  law(
    parseOrigin(Buffer.from(back.headers['vedette-origin'] ?? []).toString()) !== null,
    'its new origin cannot be read',
  );
  for (const name of Object.keys(back.headers))
    law(!name.startsWith('__connect.errors.') && name !== 'dlq.reason-code', () => `header ${name} stays`);
  for (const name of ['tenant-id', 'ce_id', '__proto__', 'vedette-control'])
    law(Object.hasOwn(record.headers, name) === Object.hasOwn(back.headers, name), () => `header ${name} came or went`);
}

/** As the runner writes it and a consumer reads it. */
function onTopic(record: StoredRecord, reason: string): StoredRecord {
  const { headers, key, value } = deadLetterRecord('features', READS, record, reason, new Error('hostile text'));
  return { key, value, headers, partition: 0, offset: 5, timestamp: 1_715_688_000_000 };
}

const same = (bytes: Uint8Array | null, text: string | null): boolean =>
  bytes === null || text === null ? bytes === text : textOf(bytes) === text;
