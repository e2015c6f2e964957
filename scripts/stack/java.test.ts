import { expect, it } from '@jest/globals';
import { majorOf } from './java.ts';

it.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "25" 2025-09-16 LTS', 25],
  ['java version "1.8.0_402"', 8],
  ['command not understood', 0],
])('reads the major version of %s', (text, major) => {
  expect(majorOf(text)).toBe(major);
});
