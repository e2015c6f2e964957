import { describe, expect, it } from '@jest/globals';
import { hashOfKey } from '../shell/feedback/api-keys.ts';
import { readApiKeys } from './api-keys.ts';

const [A, B] = [hashOfKey('a'), hashOfKey('b')];

function given(text: string) {
  const faults: string[] = [];
  const keys = readApiKeys({ VEDETTE_API_KEYS: '/keys' }, () => text, faults);
  return { keys, faults };
}

describe('the file of keys', () => {
  it('given lines, remarks and capitals, then each line is a key', () => {
    expect(given(`# ours\n\nacme  ${A} ana\r\n  beta\t${B.toUpperCase()}  bea@x\n`)).toEqual({
      keys: [
        { tenant: 'acme', hash: A, login: 'ana' },
        { tenant: 'beta', hash: B, login: 'bea@x' },
      ],
      faults: [],
    });
  });

  it.each([
    ['a key instead of its hash', 'acme vdt_secret ana', 'line 1 is not'],
    ['no login', `acme ${A}`, 'line 1 is not'],
    ['a login with a space', `acme ${A} ana ruiz`, 'line 1 is not'],
    ['no tenant', `\nACME! ${A} ana`, 'line 2 names no tenant'],
    ['a key twice', `acme ${A} ana\nbeta ${A} bea`, 'line 2 has a key that stands before'],
    ['nothing but remarks', '# none', 'holds no key'],
    [
      'too many',
      Array.from({ length: 1_001 }, (_, at) => `acme ${hashOfKey(String(at))} a`).join('\n'),
      'holds more than 1000',
    ],
  ])('given %s, then it is a fault that quotes nothing', (_, text, fault) => {
    const { keys, faults } = given(text);
    expect(keys).toEqual([]);
    expect(faults).toEqual([expect.stringContaining(`VEDETTE_API_KEYS: /keys: ${fault}`)]);
    expect(faults[0]).not.toContain('vdt_secret');
  });

  it('given no file, then nobody has a key', () => {
    expect(readApiKeys({}, () => 'x', [])).toEqual([]);
  });
});
