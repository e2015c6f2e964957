import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readApiKeys } from '../environment/api-keys.ts';
import { keyHolder } from '../shell/feedback/api-keys.ts';
import { captured } from './captured.fixture.ts';
import { readPieces } from './feedback/send-file.ts';
import { runProgram } from './program.ts';

const written = captured();
const folder = mkdtempSync(join(tmpdir(), 'vedette-feedback-'));
const WHO = { tenant: 'acme', login: 'ana' };
const LIMITS = { longestText: 1_000, longestNote: 100 };

const file = (name: string, ...lines: readonly (object | string)[]): string => {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  return path;
};

describe('vedette feedback', () => {
  it('given a new key, then its line lets it in, and nothing else', async () => {
    expect(
      await runProgram(['node', 'vedette', 'feedback', 'key', '--tenant', 'acme', '--login', 'ana', '--json']),
    ).toBe(0);
    const { key, line } = JSON.parse(written.out);
    const holderOf = keyHolder(readApiKeys({ VEDETTE_API_KEYS: '/keys' }, () => line, []));
    expect(holderOf(`Bearer ${key}`)).toMatchObject(WHO);
    expect([`Bearer ${key}x`, `Bearer ${key.slice(0, -1)}`, key, '', undefined].map(holderOf)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(line).not.toContain(key);
  });

  it('given lines of pieces, then they are read in order, and blank lines are none', async () => {
    const path = file('good', { kind: 'close', alert: 'a', id: '1' }, { kind: 'close', alert: 'b' });
    const read = await readPieces(path, WHO, LIMITS);
    expect(read.map(({ id, author }) => [id.length > 0, author])).toEqual([
      [true, 'ana'],
      [true, 'ana'],
    ]);
  });

  it('given a faulty line, then it is told with its place, and nothing is sent', async () => {
    const path = file('bad', { kind: 'close', alert: 'a' }, { kind: 'praise' }, 'no JSON', {
      kind: 'close',
      alert: 'a',
      tenant: 'beta',
    });
    expect(await runProgram(['node', 'vedette', 'feedback', 'send', path, '--tenant', 'acme', '--login', 'ana'])).toBe(
      1,
    );
    expect(written.err).toMatch(/bad:2: kind must be verdict/);
    expect(written.err).toMatch(/bad:3: .*not JSON/);
    expect(written.err).toMatch(/bad:4: is of another tenant/);
    expect(written.err).toContain('3 lines are no feedback; nothing was sent');
  });

  it('given a login with a space, then it is refused', async () => {
    expect(await runProgram(['node', 'vedette', 'feedback', 'key', '--login', 'ana ruiz'])).toBe(2);
  });
});
