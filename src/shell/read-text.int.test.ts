import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readText } from './read-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'vedette-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (text: string): string => {
  const path = join(folder, `${Math.random()}`);
  writeFileSync(path, text);
  return path;
};

describe('a small file', () => {
  it.each([
    ['hunter2', 'hunter2'],
    ['hunter2\n', 'hunter2'],
    ['hunter2\r\n', 'hunter2'],
    [' two words \n\n', ' two words \n'],
  ])('of %j is %j', (text, expected) => expect(readText(written(text), 20)).toBe(expected));

  it.each([
    ['that is too large', () => written('x'.repeat(21)), 'is larger than 20 bytes'],
    ['that never ends', () => '/dev/zero', 'is larger than 20 bytes'],
    ['that is empty', () => written(''), 'is empty'],
    ['of a line end alone', () => written('\n'), 'is empty'],
    ['that is a folder', () => folder, 'is a folder'],
    ['that is not there', () => join(folder, 'none'), 'no such file'],
    ['below what is no folder', () => join(written('x'), 'none'), 'no such file'],
  ])('%s is told', (_, path, message) => expect(() => readText(path(), 20)).toThrow(message));
});
