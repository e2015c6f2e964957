import { describe, expect, it } from '@jest/globals';
import { leftovers } from './leftovers.ts';

const signs = (text: string) => leftovers(text, []).map(({ sign, start, end }) => [sign, text.slice(start, end)]);

describe('the last look', () => {
  it.each([
    ['user ana@corp.example in', 'email', 'ana@corp.example'],
    ['from 192.0.2.7 port', 'address', '192.0.2.7'],
    ['from 2001:db8::7 port', 'address', '2001:db8::7'],
    ['card 4111 1111 1111 1111 ok', 'number', '4111 1111 1111 1111'],
    ['dni 12345678Z', 'number', '12345678Z'],
    ['dni 12.345.678-Z', 'number', '12.345.678-Z'],
    ['rut 10.000.013-K', 'number', '10.000.013-K'],
    ['nie X1234567L', 'number', 'X1234567L'],
    ['ssn 123-45-6789', 'number', '123-45-6789'],
    ['cpf 111.444.777-35', 'number', '111.444.777-35'],
    ['cuit 20-12345678-6', 'number', '20-12345678-6'],
    ['rut 12.345.678-5', 'number', '12.345.678-5'],
    ['iban ES9121000418450200051332', 'account', 'ES9121000418450200051332'],
    ['key AKIAIOSFODNN7EXAMPLE1', 'token', 'AKIAIOSFODNN7EXAMPLE1'],
    ['password="hunter2x" x', 'password', 'hunter2x'],
  ])('given %s, then stops it', (text, sign, value) => {
    expect(signs(text)).toEqual([[sign, value]]);
  });

  it.each([
    'dni 12345678A, card 4111 1111 1111 1112, ssn 000-45-6789',
    'mac 00:1b:44:11:3a:b7 at 12:30:45, loopback 127.0.0.1, mask 255.255.255.0',
    'guid {81056205-d181-64d4-ad00-000000000800} in mscorlib, Version=4.0.0.0',
    'Chrome/120.0.0.0 std::string {"time":1765641122536}',
    'password=****** user@host sha=1758696a8e20c274ec3a95b34eea50d0ef1c1ad5',
  ])('given %s, then lets it pass', (text) => {
    expect(signs(text)).toEqual([]);
  });

  it('given a made-up value, then lets it pass, but not the same beside it', () => {
    const text = 'a@b.example c@d.example';
    expect(leftovers(text, [{ start: 0, end: 11 }]).map(({ start }) => start)).toEqual([12]);
  });
});
