import { cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { presidioServer } from '../../test/fixtures/presidio-server.ts';
import { SHIPPED_MODELS } from '../local-ports.ts';
import { captured } from './captured.fixture.ts';
import { runProgram } from './program.ts';

const written = captured();
const path = join(mkdtempSync(join(tmpdir(), 'vedette-scrub-')), 'texts.ndjson');
writeFileSync(path, '{"id":1,"text":"INFO 😀 umbrella user=ana"}\n');

it('given an analyzer of Presidio, then what it finds goes too, and while it is away nothing is written', async () => {
  const server = await presidioServer(() => ({ found: [{ entity_type: 'ORGANIZATION', start: 7, end: 15 }] }));
  const command = ['node', 'vedette', 'scrub', path, '--no-tagger', '--presidio', server.url];
  expect(await runProgram(command)).toBe(0);
  expect(JSON.parse(written.out).text).toBe('INFO 😀 [ORGANIZATION] user=[USERNAME]');
  const before = written.out;
  await server.close();
  expect(await runProgram(command)).toBe(3);
  expect(written.out).toBe(before);
});

describe('the tagger', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-scrub-'));
  const names = join(folder, 'names.ndjson');
  writeFileSync(names, '{"id":1,"text":"INFO delivery to Zyxolawe Brontimar failed, no answer at the door"}\n');
  const scrub = (...flags: readonly string[]) => runProgram(['node', 'vedette', 'scrub', names, ...flags]);

  it('given a name that no pattern finds, then it goes by default, and stays without the tagger', async () => {
    expect(await scrub()).toBe(0);
    expect(JSON.parse(written.out).text).toBe('INFO delivery to [PERSON] failed, no answer at the door');
    expect(await scrub('--no-tagger')).toBe(0);
    expect(JSON.parse(written.out.split('\n')[1] ?? '').text).toContain('Zyxolawe Brontimar');
    expect(written.err).toBe('');
  });

  it('given no tagger in the folder, then the rest is done, and what is missing is said', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'vedette-models-'));
    expect(await scrub('--models', empty)).toBe(0);
    expect(written.out).toContain('Zyxolawe Brontimar');
    expect(written.err).toContain('degraded');
  });

  it('given a tagger that is broken, then nothing is written, and what to do is said', async () => {
    const models = mkdtempSync(join(tmpdir(), 'vedette-models-'));
    cpSync(join(SHIPPED_MODELS, 'vedette-tagger'), join(models, 'vedette-tagger'), { recursive: true });
    const [version = ''] = readdirSync(join(models, 'vedette-tagger'));
    writeFileSync(join(models, 'vedette-tagger', version, 'model.onnx'), 'x');
    expect(await scrub('--models', models)).toBe(3);
    expect(written.out).toBe('');
    expect(written.err).toMatch(/sha256 differs.*--no-tagger/s);
  });
});
