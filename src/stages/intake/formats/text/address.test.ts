import { expect, it } from '@jest/globals';
import { addressOf, portOf } from './address.ts';

it.each([
  ['10.0.0.1', '10.0.0.1'],
  ['255.255.255.255', '255.255.255.255'],
  ['256.0.0.1', ''],
  ['10.0.0', ''],
  ['10.0.0.', ''],
  ['10..0.1', ''],
  ['1.2.3.4.5', ''],
  ['2001:DB8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::', '::'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ['12:30:45', ''],
  ['aa:bb:cc:dd:ee:ff', ''],
  ['host.example.com', ''],
  ['\u0011\u0011::\u001a', ''],
  ['', ''],
])('addressOf(%j) is %j', (text, expected) => {
  expect(addressOf(text)).toBe(expected);
});

it.each([
  ['443', 443],
  ['65535', 65_535],
  ['65536', 0],
  ['-1', 0],
  ['22a', 0],
  ['', 0],
  ['000022', 0],
])('portOf(%j) is %d', (text, expected) => {
  expect(portOf(text)).toBe(expected);
});
