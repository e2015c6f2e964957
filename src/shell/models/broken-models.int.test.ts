import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { featureRow, ruleHit } from '../../../test/fixtures/feature-row.ts';
import { TWO_MODELS } from '../../../test/fixtures/two-models.ts';
import { given } from '../../../test/given-when-then.ts';
import { FEATURE_HASH, FEATURES } from '../../detectors/feature-set.ts';
import type { Signal } from '../../domain/contracts.gen.ts';
import { SHIPPED_MODELS } from '../../local-ports.ts';
import { inferenceConfigSchema } from '../../stages/inference/config.ts';
import { inference } from '../../stages/inference/stage.ts';
import { folderStore } from '../registry/folder-store.ts';
import { modelRegistry } from '../registry/model-registry.ts';
import { openServing } from './open-serving.ts';

const FOREST = 'vedette-forest';
const [VERSION = ''] = readdirSync(join(SHIPPED_MODELS, FOREST));
const ours = generateKeyPairSync('ed25519');
const serving = {
  keys: [String(ours.publicKey.export({ type: 'spki', format: 'pem' }))],
  ...{ precision: 'fp32' as const, workers: 1, attemptMs: 5_000, providers: ['cpu' as const] },
  ...{ requiresGpu: false, server: '', token: '', featureHash: FEATURE_HASH },
};
const config = inferenceConfigSchema.parse({ ...TWO_MODELS, deadlineMs: 10_000 });

const folder = mkdtempSync(join(tmpdir(), 'vedette-broken-'));
const at = (name: string, file = '') => join(folder, name, readdirSync(join(SHIPPED_MODELS, name))[0] ?? '', file);
const manifestOf = (name: string) => JSON.parse(readFileSync(at(name, 'manifest.json'), 'utf8'));

function signAs(name: string, manifest: object): void {
  const text = Buffer.from(JSON.stringify(manifest));
  writeFileSync(at(name, 'manifest.json'), text);
  writeFileSync(at(name, 'manifest.sig'), sign(null, text, ours.privateKey).toString('base64'));
}

function publishBoth(): void {
  for (const name of [FOREST, 'vedette-sequence']) {
    cpSync(join(SHIPPED_MODELS, name), join(folder, name), { recursive: true });
    signAs(name, manifestOf(name));
  }
}

/** The stage over what is in the folder, about one row that a rule has hit. */
async function signalNow(): Promise<{ readonly signal: Signal; readonly reasons: readonly string[] }> {
  const warned: string[] = [];
  const logger = { info() {}, warn: (_: object, message: string) => void warned.push(message), error() {} };
  const model = await openServing(modelRegistry(folderStore(folder)), serving, logger);
  try {
    const row = featureRow(
      { host: 'ws1' },
      FEATURES.map((_, i) => i % 7),
      { featureHash: FEATURE_HASH, hits: [ruleHit()] },
    );
    const chain = await given(inference, { config, model });
    await chain.when([{ tenant: row.event.tenant, id: 'ws1' }, row]);
    const refused = model.describe().flatMap((state) => (state.ok ? [] : [state.reason]));
    return { signal: chain.sent[0]?.value as Signal, reasons: [...refused, ...warned] };
  } finally {
    await model.close();
  }
}

let whole: Signal;
beforeAll(async () => {
  publishBoth();
  whole = (await signalNow()).signal;
});
beforeEach(() => {
  rmSync(folder, { recursive: true });
  publishBoth();
});
afterAll(() => rmSync(folder, { recursive: true }));

it('given both models, then both are in the confidence', () => {
  expect(whole.degraded).toEqual([]);
  expect(whole.models).toHaveLength(2);
});

it.each<[string, () => void, RegExp | null]>([
  ['missing', () => rmSync(join(folder, FOREST), { recursive: true }), null],
  [
    'stale: of another feature set',
    () => signAs(FOREST, { ...manifestOf(FOREST), featureHash: '0123456789abcdef' }),
    /trained on another feature set/,
  ],
  [
    'of the wrong shape',
    () => {
      const { features, inputs, ...rest } = manifestOf(FOREST);
      const width = features.length - 1;
      signAs(FOREST, { ...rest, features: features.slice(1), inputs: [{ ...inputs[0], width }] });
    },
    /does not open/,
  ],
  [
    'corrupt, though sealed',
    () => {
      const graph = Buffer.from(readFileSync(at(FOREST, 'model.onnx')).toReversed());
      writeFileSync(at(FOREST, 'model.onnx'), graph);
      signAs(FOREST, { ...manifestOf(FOREST), sha256: createHash('sha256').update(graph).digest('hex') });
    },
    /does not open/,
  ],
  ['other bytes than were sealed', () => writeFileSync(at(FOREST, 'model.onnx'), 'x'), /sha256 differs/],
  ['unsigned', () => rmSync(at(FOREST, 'manifest.sig')), /there is none, and VEDETTE_MODEL_KEYS asks for one/],
])(
  'given a model that is %s, then the chain goes on without it, says so, and is less sure',
  async (_, breakIt, reason) => {
    breakIt();
    const { signal, reasons } = await signalNow();
    expect(reasons).toEqual(reason ? [expect.stringMatching(reason)] : []);
    expect(signal.degraded).toEqual([FOREST]);
    expect(signal.models).toEqual(whole.models.filter((model) => model !== `${FOREST}@${VERSION}`));
    expect(signal.confidence).toBeLessThan(whole.confidence);
    expect(signal.detections[0]?.id).toBe('rule-1');
  },
);
