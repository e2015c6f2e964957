import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { presidioServer } from '../../test/fixtures/presidio-server.ts';
import { captured } from './captured.fixture.ts';
import { runProgram } from './program.ts';

const written = captured();
const path = join(mkdtempSync(join(tmpdir(), 'vedette-scrub-')), 'texts.ndjson');
writeFileSync(path, '{"id":1,"text":"INFO 😀 umbrella user=ana"}\n');

it('given an analyzer of Presidio, then what it finds goes too, and while it is away nothing is written', async () => {
  const server = await presidioServer(() => ({ found: [{ entity_type: 'ORGANIZATION', start: 7, end: 15 }] }));
  const command = ['node', 'vedette', 'scrub', path, '--presidio', server.url];
  expect(await runProgram(command)).toBe(0);
  expect(JSON.parse(written.out).text).toBe('INFO 😀 [ORGANIZATION] user=[USERNAME]');
  const before = written.out;
  await server.close();
  expect(await runProgram(command)).toBe(3);
  expect(written.out).toBe(before);
});
