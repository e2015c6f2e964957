import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readEnvironment } from '../environment.ts';
import { blockedFor } from './blocklists.ts';

const listsOf = (text: string) => readEnvironment({ VEDETTE_BLOCKLIST: '/words' }, () => text).blocklists;
const faultOf = (text: string): string => {
  try {
    listsOf(text);
    return '';
  } catch (error) {
    return error instanceof ConfigurationError ? error.faults.join() : String(error);
  }
};

describe('the blocklist', () => {
  it('gives a tenant its own words and those of all', () => {
    const lists = listsOf('águila\r\n\n[acme]\nblue harvest\n[beta]\n zeta \n[acme]\nomega');
    expect(blockedFor(lists, 'acme')).toEqual(['águila', 'blue harvest', 'omega']);
    expect(blockedFor(lists, 'beta')).toEqual(['águila', 'zeta']);
    expect(blockedFor(lists, 'gamma')).toEqual(['águila']);
  });

  it('is empty where none is named', () => {
    expect(blockedFor(readEnvironment({}).blocklists, 'acme')).toEqual([]);
  });

  it.each([
    ['a name that is none', '[Not A Tenant]\nhunter2', '/words: line 1 names no tenant'],
    ['an entry without a letter', 'a\n[acme]\n--', '/words: an entry of a blocklist has 1 to 200 characters'],
    ['too many entries', `${'a\n'.repeat(9_000)}[acme]\n${'b\n'.repeat(1_001)}`, '/words: a blocklist holds at most'],
  ])('with %s is refused, and not quoted', (_, text, fault) => {
    expect(faultOf(text)).toContain(`VEDETTE_BLOCKLIST: ${fault}`);
    expect(faultOf(text)).not.toContain('hunter2');
  });
});
