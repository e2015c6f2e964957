import { describe, expect, it } from '@jest/globals';
import { idOf, uuid5, VEDETTE_NAMESPACE } from './uuid5.ts';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('uuid5', () => {
  it.each([
    [DNS, 'www.example.com', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
    [DNS, 'python.org', '886313e1-3b8a-5372-9b90-0c9aee199e5d'],
    ['6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'http://python.org/', '4c565f0d-3f5a-5890-b41b-20cf47701c5e'],
  ])('gives the published id of %s %s', (namespace, name, uuid) => {
    expect(uuid5(namespace, name)).toBe(uuid);
  });

  it('is of version 5 and of the RFC variant whatever the name', () => {
    for (const name of ['', '\u0000', 'é'.repeat(1000)]) {
      expect(uuid5(VEDETTE_NAMESPACE, name)).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
  });

  it('refuses a name space that is no UUID', () => {
    expect(() => uuid5('vedette', 'x')).toThrow('UUID');
  });
});

describe('idOf', () => {
  it('tells facts apart that would read the same when joined', () => {
    expect(idOf('a', 'bc')).not.toBe(idOf('ab', 'c'));
    expect(idOf('a","b')).not.toBe(idOf('a', 'b'));
    expect(idOf('a', 'b')).toBe(idOf('a', 'b'));
  });
});
