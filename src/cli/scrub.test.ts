import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { captured } from './captured.fixture.ts';
import { runProgram } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'vedette-scrub-'));
const written = captured();

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

async function scrubbed(texts: readonly object[], ...flags: readonly string[]) {
  const path = file('texts.ndjson', texts.map((text) => `${JSON.stringify(text)}\n`).join(''));
  const exitCode = await runProgram(['node', 'vedette', 'scrub', path, '--no-tagger', ...flags]);
  const rows = written.out.split('\n').filter(Boolean);
  return { exitCode, rows: rows.map((row) => JSON.parse(row)) };
}

describe('scrub', () => {
  it('given texts, when scrubbed, then types stand in place and spans count code points of what was read', async () => {
    const { exitCode, rows } = await scrubbed([
      { id: 1, text: 'INFO 😀 user=ana.ruiz ip=192.0.2.7', lang: 'en' },
      { id: 'b', text: 'INFO all is well' },
    ]);
    expect(exitCode).toBe(0);
    expect(rows).toEqual([
      {
        id: 1,
        text: 'INFO 😀 user=[USERNAME] ip=[IP_ADDRESS]',
        spans: [
          { start: 12, end: 20, type: 'USERNAME' },
          { start: 24, end: 33, type: 'IP_ADDRESS' },
        ],
      },
      { id: 'b', text: 'INFO all is well', spans: [] },
    ]);
  });

  it('given a secret and a blocklist, then the same value becomes the same pseudonym, and words of the list go', async () => {
    const secret = file('secret', 'sixteen bytes or more');
    const words = file('words', 'Project Zeta\n\n');
    const { rows } = await scrubbed(
      [
        { id: 1, text: 'INFO user=ana.ruiz in project ZETA' },
        { id: 2, text: 'WARN login=ana.ruiz' },
      ],
      ...['--secret', secret, '--blocklist', words],
    );
    const [account] = /[a-z]{3}\.[a-z]{4}/.exec(rows[1].text) ?? [];
    expect(account).not.toBe('ana.ruiz');
    expect(rows[0].text).toContain(`user=${account} in `);
    expect(rows[0].spans[1]).toMatchObject({ type: 'BLOCKED' });
    expect(rows[0].text).not.toMatch(/zeta/i);
  });

  it('given a text that is too long to search, then it comes without text and the command says so', async () => {
    const { exitCode, rows } = await scrubbed([{ id: 1, text: 'x'.repeat(300_000) }]);
    expect(rows).toEqual([{ id: 1, text: '', spans: [], stopped: ['too-long'] }]);
    expect(exitCode).toBe(1);
    expect(written.err).toContain('1 texts were stopped');
  });

  it.each([
    ['a secret that is short', ['--secret', 'short'], '16 bytes'],
    ['a secret that is not there', ['--secret', 'nowhere'], 'is not there'],
    ['a blocklist of signs', ['--blocklist', 'dashes'], 'letter or digit'],
  ])('given %s, then refuses it', async (_, [flag = '', name = ''], why) => {
    file('short', 'x');
    file('dashes', '---\n');
    const { exitCode } = await scrubbed([{ id: 1, text: 'x' }], flag, join(folder, name));
    expect(exitCode).toBe(2);
    expect(written.err).toContain(why);
  });
});
