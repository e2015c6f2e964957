import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEEDBACK_SUBMITTED } from '../../domain/contracts.gen.ts';
import { memoryCodec } from '../../memory/codec.ts';
import { problemDocument } from './problem.ts';
import { bodyReader } from './read-body.ts';

const read = bodyReader({ longestText: 100, longestNote: 50 });
const WHO = { tenant: 'acme', login: 'ana' };
const codec = memoryCodec();

/** What every answer is: feedback that the topic takes, of the tenant and the author of the key, or a refusal with a status. */
function isSound(body: Uint8Array): boolean {
  const answer = read(body, WHO);
  if ('problem' in answer) return [400, 403, 413].includes(problemDocument(answer).status);
  for (const one of answer) codec.encode(FEEDBACK_SUBMITTED.name, one);
  return (
    answer.length > 0 && answer.every(({ tenant, author, id }) => tenant === 'acme' && author === 'ana' && id !== '')
  );
}

const word = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('', 'acme', 'beta', 'verdict', 'benign', 'unsure'));
const value = fc.oneof(
  word,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(word, { maxLength: 2 }),
);
const kind = fc.constantFrom('verdict', 'correction', 'entity_correction', 'label', 'silence', 'close', 'praise');
const names = fc.constantFrom(
  ...[
    'id',
    'tenant',
    'time',
    'alert',
    'verdict',
    'reason',
    'rule',
    'document',
    'language',
    'draft',
    'corrected',
    'wrong',
  ],
  ...['right', 'type', 'event', 'entity', 'from', 'to', 'label', 'until', 'author', '__proto__', 'constructor'],
);
const piece = fc
  .tuple(kind, fc.dictionary(names, value, { maxKeys: 8 }))
  .map(([one, said]) => ({ ...said, kind: one }));

describe('a body', () => {
  it('given any bytes, then the answer is sound', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isSound));
  });

  it('given any JSON, then the answer is sound', () => {
    fc.assert(fc.property(fc.json(), (text) => isSound(Buffer.from(text))));
  });

  it('given pieces with anything in their fields, then the answer is sound', () => {
    const bodies = fc.oneof(piece, fc.array(piece, { maxLength: 4 }));
    fc.assert(
      fc.property(bodies, (body) => isSound(Buffer.from(JSON.stringify(body)))),
      { numRuns: 2_000 },
    );
  });

  it('given a BOM, then it is no part of the text', () => {
    expect(read(Buffer.from('\ufeff{"kind":"close","alert":"a"}'), WHO)).toHaveLength(1);
  });
});
