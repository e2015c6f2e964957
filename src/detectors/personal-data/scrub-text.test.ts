import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findPersonalData } from './find-personal-data.ts';
import { leftovers } from './last-pass/leftovers.ts';
import type { PersonalType } from './personal-type.ts';
import { pseudonymsOf } from './pseudonyms/pseudonyms.ts';
import { maySomebodyHave } from './pseudonyms/somebody.ts';
import { scrubText } from './scrub-text.ts';

const SECRET = Buffer.from('sixteen bytes or more of it');
const acme = pseudonymsOf(SECRET, 'acme');

const account = fc.stringMatching(/^[a-z]{3,8}\.[a-z]{3,8}\d{2}$/);
const phone = fc.stringMatching(/^\+346[0-9]{8}$/);
const four = fc
  .tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 254 })))
  .map((parts) => parts.join('.'))
  .filter((ip) => !ip.startsWith('127.'));
const around = fc.constantFrom('', 'é ', '😀 ', 'e\u0301\u200b ', '👩‍👩‍👧 ');

describe('scrubText', () => {
  it('given a line with accounts, mail, telephones and addresses, when scrubbed, then none of them is left', () => {
    fc.assert(
      fc.property(account, phone, four, around, (user, number, ip, odd) => {
        const text = `2026-01-02T03:04:05Z INFO ${odd}user=${user} mail=${user}@corp.example tel=${number} src=${ip} ${odd}`;
        const scrubbed = scrubText(text, findPersonalData(text), acme);
        for (const value of [user, number, ip]) expect(scrubbed.text).not.toContain(value);
        expect(leftovers(scrubbed.text, scrubbed.inserted)).toEqual([]);
        expect(leftovers(text, []).length).toBeGreaterThan(0);
      }),
    );
  });

  it.each<[PersonalType, string]>([
    ['GEO', '２２.５５７０２３'],
    ['DATE_OF_BIRTH', '１９８０-１２-３１'],
    ['PHONE', '+３４ ６００ １２３ ４５６'],
    ['IBAN', 'ＥＳ９１２１００'],
  ])('given a %s in full width, then nothing of it is left', (type, written) => {
    const made = acme(type, written);
    expect(made).not.toBe(written);
    expect(made.normalize('NFKC')).not.toBe(written.normalize('NFKC'));
  });

  it('given spans, then all between them stays, and inserted says where the new values stand', () => {
    const text = 'user=ana ip=192.0.2.7 ok';
    const { text: scrubbed, inserted } = scrubText(
      text,
      [
        { start: 5, end: 8, type: 'USERNAME' },
        { start: 12, end: 21, type: 'IP_ADDRESS' },
      ],
      (type) => `[${type}]`,
    );
    expect(scrubbed).toBe('user=[USERNAME] ip=[IP_ADDRESS] ok');
    expect(inserted.map(({ start, end }) => scrubbed.slice(start, end))).toEqual(['[USERNAME]', '[IP_ADDRESS]']);
  });
});

describe('pseudonyms', () => {
  it.each<[PersonalType, string, RegExp]>([
    ['PERSON', 'Ana de Ruiz', /^[A-Z][a-z]{2} [a-z]{2} [A-Z][a-z]{3}$/],
    ['USERNAME', 'ana.ruiz07', /^[a-z]{3}\.[a-z]{4}\d\d$/],
    ['EMAIL', 'ana@corp.example', /^[a-z]{3}@[a-z]{8}\.invalid$/],
    ['IP_ADDRESS', '192.0.2.7', /^2[45]\d(?:\.\d{1,3}){3}$/],
    ['IP_ADDRESS', '2001:db8::7', /^2001:db8(?::[0-9a-f]{1,4}){6}$/],
    ['PHONE', '+34 600 12 34 56', /^\+34 \d{3} \d\d \d\d \d\d$/],
    ['ES_DNI', '12.345.678-Z', /^\d\d\.\d{3}\.\d{3}-[A-Z]$/],
    ['IBAN', 'ES91 2100 0418 4502 0005 1332', /^ES\d\d(?: \d{4}){5}$/],
    ['DATE_OF_BIRTH', '1980-12-31', /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-2])$/],
    ['GEO', '40.4168', /^[0-8]\d\.\d{4}$/],
    ['US_SSN', '123-45-6789', /^000-\d\d-\d{4}$/],
    ['SECRET', 'Winter2024!', /^secret-[a-z]{12}$/],
    ['URL', 'https://acme.example/ana', /^https:\/\/[a-z]{10}\.invalid$/],
  ])('of %s %s keep the format', (type, value, shape) => {
    expect(acme(type, value)).toMatch(shape);
  });

  it('are the same for the same value, however it is written, and others for another tenant, type or secret', () => {
    const digits = (text: string) => text.replaceAll(/\W/g, '');
    expect(digits(acme('CL_RUT', '12.345.678-5'))).toBe(digits(acme('CL_RUT', '12345678-5')));
    expect(acme('PERSON', 'José Ruiz').toLowerCase()).toBe(
      acme('PERSON', 'JOSE\u0301  RUIZ').replace('  ', ' ').toLowerCase(),
    );
    const of = (secret: Buffer, tenant: string, type: PersonalType) => pseudonymsOf(secret, tenant)(type, 'ana.ruiz');
    const made = [
      of(SECRET, 'acme', 'USERNAME'),
      of(SECRET, 'beta', 'USERNAME'),
      of(SECRET, 'acme', 'PERSON'),
      of(Buffer.from('another secret of sixteen'), 'acme', 'USERNAME'),
    ];
    expect(new Set(made).size).toBe(4);
    expect(of(SECRET, 'acme', 'USERNAME')).toBe(made[0]);
  });

  it('never keep the rule of their type, and never give the value back', () => {
    const value = fc.stringMatching(/^\d{11}$/);
    const types = fc.constantFrom<PersonalType>(
      'BR_CPF',
      'AR_CUIL',
      'DO_CEDULA',
      'PL_PESEL',
      'CREDIT_CARD',
      'PE_RUC',
      'DE_STEUER_ID',
    );
    fc.assert(
      fc.property(types, value, (type, number) => {
        const made = acme(type, number);
        expect(maySomebodyHave(type, made)).toBe(false);
        expect(made).not.toBe(number);
        expect(made).toMatch(/^\d{11}$/);
      }),
    );
  });

  it('refuse a secret that can be guessed', () => {
    expect(() => pseudonymsOf(Buffer.alloc(15), 'acme')).toThrow('16 bytes');
  });
});
