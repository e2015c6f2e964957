import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { feedback, givenScrub, type Kind } from '../../../test/feedback.ts';
import type { PersonalType } from '../../detectors/personal-data/personal-type.ts';

const digits = (count: number) => fc.stringMatching(new RegExp(`^[1-9][0-9]{${count - 1}}$`));
const word = fc.stringMatching(/^[a-z]{5,9}$/).map((text) => `q${text}x`);
const octet = fc.integer({ min: 11, max: 254 });

const luhn = (body: string): string => {
  const sum = [...body]
    .reverse()
    .map(Number)
    .map((digit, at) => (at % 2 === 0 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit))
    .reduce((a, b) => a + b, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};
const dni = (number: string): string => number + 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(Number(number) % 23);
const iban = (account: string): string => {
  const rest = BigInt(`${account}142800`) % 97n;
  return `ES${String(98n - rest).padStart(2, '0')}${account}`;
};

/** Somebody's value, and a text that gives it away. */
const IDENTITIES: readonly (readonly [PersonalType, fc.Arbitrary<string>, (value: string) => string])[] = [
  ['PERSON', fc.tuple(word, word).map(([a, b]) => `Jessica ${capital(a)} ${capital(b)}`), (it) => `nombre=${it} x=1`],
  ['USERNAME', fc.tuple(word, digits(2)).map((parts) => parts.join('')), (it) => `INFO login user=${it} ok=1`],
  ['EMAIL', fc.tuple(word, word).map(([a, b]) => `${a}@${b}.example`), (it) => `write to ${it} about it`],
  ['PHONE', digits(8).map((number) => `+346${number}`), (it) => `INFO tel=${it} ok`],
  ['IP_ADDRESS', fc.tuple(octet, octet, octet).map((parts) => `83.${parts.join('.')}`), (it) => `it came from ${it}.`],
  ['CREDIT_CARD', digits(14).map((number) => luhn(`4${number}`)), (it) => `INFO card ${it} paid`],
  ['ES_DNI', digits(8).map(dni), (it) => `INFO dni ${it} seen`],
  ['IBAN', digits(20).map(iban), (it) => `INFO iban ${it} seen`],
  ['US_SSN', fc.tuple(digits(2), digits(4)).map(([b, c]) => `123-${b}-${c}`), (it) => `INFO ssn ${it} seen`],
  ['SECRET', fc.tuple(word, digits(4)).map((parts) => `${parts.join('')}!`), (it) => `INFO password=${it} x=1`],
  ['ADDRESS', word.map((name) => `Calle ${capital(name)} 12, 28004 Madrid`), (it) => `entrega a ${it}; hoy`],
];

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Every field that a stranger fills, and whether he writes sentences there. */
const FIELDS: readonly (readonly [Kind, string, 'text' | 'name'])[] = [
  ['verdict', 'reason', 'text'],
  ['verdict', 'alert', 'name'],
  ['correction', 'document', 'name'],
  ['correction', 'language', 'name'],
  ['entity', 'wrong', 'name'],
  ['entity', 'right', 'name'],
  ['entity', 'type', 'name'],
  ['label', 'label', 'text'],
  ['label', 'event', 'name'],
  ['label', 'entity', 'name'],
  ['silence', 'reason', 'text'],
  ['close', 'reason', 'text'],
];
const REST: Readonly<Partial<Record<Kind, object>>> = {
  correction: {
    draft: 'It was lockd at noon, and opened again.',
    corrected: 'It was locked at noon, and opened again.',
  },
  entity: { wrong: 'a', right: 'b', type: 'person' },
  label: { entity: 'ws01', from: 1, to: 2 },
};

describe.each(IDENTITIES)('a planted %s', (_, arbitrary, sentence) => {
  const isGone = async (kind: Kind, said: object, facts: object, value: string): Promise<void> => {
    const stage = await givenScrub();
    await stage.when(feedback(kind, { ...REST[kind], ...said }, facts));
    expect(JSON.stringify(stage.sent)).not.toContain(value);
  };

  it.each(FIELDS)('never comes out of a %s by its %s', async (kind, field, how) => {
    await fc.assert(
      fc.asyncProperty(arbitrary, (value) =>
        isGone(kind, { [field]: how === 'text' ? sentence(value) : value }, {}, value),
      ),
      { numRuns: 8 },
    );
  });

  it.each(['id', 'author'])('never comes out by the %s', async (field) => {
    await fc.assert(
      fc.asyncProperty(arbitrary, (value) => isGone('verdict', {}, { [field]: value }, value)),
      { numRuns: 8 },
    );
  });

  it('never comes out of a pair, and what was corrected around it does', async () => {
    const around = (value: string, corrected: string) =>
      `${sentence(value)}\n\nThe host was ${corrected} at noon by us.`;
    await fc.assert(
      fc.asyncProperty(arbitrary, async (value) => {
        const stage = await givenScrub();
        const texts = { draft: around(value, 'lockd'), corrected: around(value, 'locked') };
        const [outcome] = await stage.when(feedback('correction', texts));
        expect(outcome?.kind).toBe('forward');
        expect(JSON.stringify(stage.sent)).toContain('locked');
        expect(JSON.stringify(stage.sent)).not.toContain(value);
      }),
      { numRuns: 8 },
    );
  });
});

describe('the last look', () => {
  it('given what the search does not know of, then stops the record', async () => {
    const stage = await givenScrub();
    // no search looks into a rule, which must stay as it is
    const [outcome] = await stage.when(feedback('silence', { rule: 'mail from ana@corp.example' }));
    expect(outcome).toEqual({ kind: 'deadLetter', reason: 'pii_left', cause: undefined });
  });
});
