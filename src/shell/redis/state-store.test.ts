import { expect, it } from '@jest/globals';
import { refuseEviction } from './state-store.ts';

it('takes a server that never evicts', () => {
  expect(() => refuseEviction('used_memory:1\r\nmaxmemory_policy:noeviction\r\n')).not.toThrow();
});

it.each([
  ['maxmemory_policy:allkeys-lru\r\n', 'allkeys-lru'],
  ['maxmemory_policy:volatile-ttl\r\n', 'volatile-ttl'],
  ['', 'unknown'],
])('refuses one that may, or does not say: %j', (info, policy) => {
  expect(() => refuseEviction(info)).toThrow(`maxmemory-policy ${policy}`);
});
