import { expect, it } from '@jest/globals';
import { addressScope } from './address.ts';

it.each([
  ['8.8.8.8', 'external'],
  ['10.1.2.3', 'internal'],
  ['172.15.0.1', 'external'],
  ['172.31.0.1', 'internal'],
  ['192.168.1.1', 'internal'],
  ['169.254.1.1', 'internal'],
  ['100.64.0.1', 'internal'],
  ['127.0.0.1', 'none'],
  ['0.0.0.0', 'none'],
  ['224.0.0.251', 'none'],
  ['255.255.255.255', 'none'],
  ['300.1.1.1', 'none'],
  ['::ffff:10.0.0.1', 'internal'],
  ['::1', 'none'],
  ['fe80::1%eth0', 'internal'],
  ['FD00::1', 'internal'],
  ['2001:4860:4860::8888', 'external'],
  ['ff02::1', 'none'],
  ['-', 'none'],
  ['', 'none'],
  ['host.example', 'none'],
])('%s is %s', (address, scope) => {
  expect(addressScope(address)).toBe(scope);
});
