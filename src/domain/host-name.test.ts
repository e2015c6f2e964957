import { expect, it } from '@jest/globals';
import { shortHostName } from './host-name.ts';

it.each([
  ['DC-01.example.com', 'dc-01'],
  ['DC-01', 'dc-01'],
  ['10.1.2.3', '10.1.2.3'],
  ['fe80::1', 'fe80::1'],
  ['.hidden', '.hidden'],
  ['', ''],
])('%s is %s', (name, short) => {
  expect(shortHostName(name)).toBe(short);
});
