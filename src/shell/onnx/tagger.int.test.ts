import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { taggerContract } from '../../../test/contract/tagger-contract.ts';
import { findPersonalData } from '../../detectors/personal-data/find-personal-data.ts';
import { type TaggerPort, taggedText } from '../../models/tagger.ts';
import { folderStore } from '../registry/folder-store.ts';
import { modelRegistry } from '../registry/model-registry.ts';
import { openTagger, SHIPPED_TAGGER } from './tagger.ts';

const SHIPPED = fileURLToPath(new URL('../../../models', import.meta.url));
const openIn = (folder: string) => openTagger({ source: modelRegistry(folderStore(folder)) });

async function shipped(): Promise<TaggerPort> {
  const tagger = await openIn(SHIPPED);
  if (tagger === null) throw new Error('the tagger is not shipped');
  return tagger;
}

taggerContract('onnx', shipped);
taggerContract('onnx, two threads', async () => {
  const tagger = await openTagger({ source: modelRegistry(folderStore(SHIPPED)), workers: 2 });
  if (tagger === null) throw new Error('the tagger is not shipped');
  return tagger;
});

describe('the shipped tagger', () => {
  it.each([
    ['INFO delivery to Zyxolawe Brontimar failed, no answer at the door', 'Zyxolawe Brontimar'],
    ['La cuenta está a nombre de Zyxo Brontimar', 'Zyxo Brontimar'],
    ['DEBUG geocoder: Lehtikuja 12 B -> no match', 'Lehtikuja 12 B'],
  ])(
    'given a name or an address that no list has in "%s", then it is found, where patterns alone leave it',
    async (text, name) => {
      const tagger = await shipped();
      try {
        const answer = await taggedText(tagger, text, 20_000);
        const also = answer.ok ? answer.findings : [];
        const covered = (spans: readonly { start: number; end: number }[]) =>
          spans.some(({ start, end }) => start <= text.indexOf(name) && end >= text.indexOf(name) + name.length);
        expect(covered(findPersonalData(text))).toBe(false);
        expect(covered(findPersonalData(text, { also }))).toBe(true);
      } finally {
        await tagger.close();
      }
    },
  );

  it('given names of tools, then they are not taken for people', async () => {
    const tagger = await shipped();
    try {
      for (const text of ['Mimikatz', 'CVE-2024-3094', 'The host tried to exploit CVE-2024-3094 in xz'])
        expect(await taggedText(tagger, text, 20_000)).toEqual({ ok: true, findings: [] });
    } finally {
      await tagger.close();
    }
  });

  it('given lines of machines alone, then nothing is found in them', async () => {
    const tagger = await shipped();
    const lines = [
      'INFO rosa-cache started in 3435 ms, version 4.12.1',
      '{"level":"info","svc":"maria-db","msg":"Health Check Passed","ms":12}',
      'Dec 13 04:38:44 web-07 kernel: usb 1-1: new high-speed USB device number 4',
    ];
    try {
      for (const line of lines) expect(await taggedText(tagger, line, 20_000)).toEqual({ ok: true, findings: [] });
    } finally {
      await tagger.close();
    }
  });
});

describe('a folder whose tagger cannot serve', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vedette-tagger-'));
    cpSync(join(SHIPPED, SHIPPED_TAGGER), join(folder, SHIPPED_TAGGER), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const at = (file: string) => join(folder, SHIPPED_TAGGER, readdirSync(join(folder, SHIPPED_TAGGER))[0] ?? '', file);
  const change = (changed: object) => {
    const manifest = JSON.parse(readFileSync(at('manifest.json'), 'utf8'));
    writeFileSync(at('manifest.json'), JSON.stringify({ ...manifest, ...changed }));
  };

  it('given none, then there is none', async () => {
    rmSync(join(folder, SHIPPED_TAGGER), { recursive: true });
    expect(await openIn(folder)).toBeNull();
  });

  it.each<[string, () => void, RegExp]>([
    ['other bytes', () => writeFileSync(at('model.onnx'), 'x'), /sha256 differs/],
    ['no graph', () => rmSync(at('model.onnx')), /there is no such file/],
    ['other tokens', () => change({ featureHash: '0123456789abcdef' }), /was trained on other tokens/],
    ['a longer reach', () => change({ reach: 16 }), /looks 16 tokens far/],
    ['types that nobody knows', () => change({ types: ['SHOE_SIZE'] }), /tells types/],
    ['an output that the graph does not have', () => change({ output: 'oracle' }), /does not open/],
  ])('given %s, then it does not open, and says why', async (_, breakIt, why) => {
    breakIt();
    await expect(openIn(folder)).rejects.toThrow(why);
  });
});
