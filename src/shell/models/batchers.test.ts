import { expect, it } from '@jest/globals';
import { forestManifest } from '../../../test/fixtures/manifests.ts';
import { batchers } from './batchers.ts';
import type { GraphModel } from './runtime.ts';

const LONG_MS = 600_000;

const model = (name: string): GraphModel => {
  const manifest = forestManifest(1, { name });
  return { ok: true, name, version: manifest.version, manifest, bytes: new Uint8Array(0), precision: 'fp32' };
};

it('given a row that waits for company, when a full run of another model goes, then it goes too', async () => {
  const gone: string[] = [];
  const { score } = batchers({
    lingerMs: LONG_MS,
    run: async ({ name }, rows) => {
      gone.push(name);
      return { ok: true, raw: Float32Array.from(rows[0] as Float32Array) };
    },
  });
  const [full, few] = [model('full'), model('few')];
  const answers = [
    score(full, [new Float32Array(64)], 64, LONG_MS),
    score(few, [Float32Array.of(7)], 1, LONG_MS),
  ] as const;
  expect(gone).toEqual(['full']);
  expect(await answers[1]).toEqual({ ok: true, raw: Float32Array.of(7) });
  expect(gone).toEqual(['full', 'few']);
});
