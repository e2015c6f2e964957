import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { modelContract, samples } from '../../../test/contract/model-contract.ts';
import { type InferenceServer, inferenceServer, type Mishap } from '../../../test/fixtures/inference-server.ts';
import { treesManifest } from '../../../test/fixtures/manifests.ts';
import { classifier, ensemble, publish } from '../../../test/fixtures/published-models.ts';
import type { ModelPort } from '../../stages/inference/ports.ts';
import { openModels } from '../onnx/models.ts';
import { folderStore } from '../registry/folder-store.ts';
import { modelRegistry } from '../registry/model-registry.ts';
import { openServerModels } from './models.ts';

const SHIPPED = fileURLToPath(new URL('../../../models', import.meta.url));
const silent = { info() {}, warn() {}, error() {} };
const shippedGraphs = (): Record<string, Uint8Array> => {
  const graphs = readdirSync(SHIPPED, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('/model.onnx'),
  );
  return Object.fromEntries(
    graphs.map((file) => [file.split('/').slice(0, 2).join('-'), readFileSync(join(SHIPPED, file))]),
  );
};
const forestGraph = (): Uint8Array => {
  const found = Object.entries(shippedGraphs()).find(([name]) => name.startsWith('vedette-forest'));
  if (found === undefined) throw new Error('no forest is shipped');
  return found[1];
};
const GRAPH = readFileSync(fileURLToPath(new URL('../../../test/fixtures/onnx/three-inputs.onnx', import.meta.url)));
const CLASSIFIER = 'vedette-classifier-1.0.0';
const TOKEN = 'hush-hush';

const open = (folder: string, url: string, attemptMs = 2_000): Promise<ModelPort> =>
  openServerModels({
    source: modelRegistry(folderStore(folder)),
    server: { url, token: TOKEN, attemptMs },
    ...{ lingerMs: 0, logger: silent },
  });

describe('with the shipped models', () => {
  let server: InferenceServer;
  beforeAll(async () => {
    server = await inferenceServer({ models: shippedGraphs() });
  });
  afterAll(() => server.close());

  modelContract('a server of the Open Inference Protocol', () => open(SHIPPED, server.url));

  it('given the same runtime there, then its scores are those of our threads, bit by bit', async () => {
    const [there, here] = [
      await open(SHIPPED, server.url),
      await openModels({ source: modelRegistry(folderStore(SHIPPED)) }),
    ];
    for (const state of here.describe()) {
      if (!state.ok) throw new Error('not open');
      if (state.manifest.kind === 'ensemble') continue;
      const [a, b] = [samples(state.manifest, 100), samples(state.manifest, 100)];
      expect(await there.score(state, a, 5_000)).toEqual(await here.score(state, b, 5_000));
    }
    await Promise.all([there.close(), here.close()]);
  });
});

describe('one model', () => {
  const manifest = treesManifest(3);
  let folder: string;
  let server: InferenceServer;
  let port: ModelPort | undefined;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'models-'));
    publish(folder, classifier());
    server = await inferenceServer({ models: { [CLASSIFIER]: GRAPH } });
  });
  afterEach(async () => {
    await port?.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });
  const score = async (count = 1, deadlineMs = 10_000) => {
    const answer = await port?.score(manifest, samples(manifest, count), deadlineMs);
    return answer?.ok ? answer.raw.length : answer?.reason;
  };
  const infers = async () => (await server.asked()).filter(({ path }) => path.endsWith('/infer')).length;

  it('is described with its trees, an ensemble without the server, and every request has the token', async () => {
    publish(folder, ensemble());
    port = await open(folder, `${server.url}/`);
    await score();
    expect(port.describe()).toMatchObject([
      { name: 'vedette-classifier', ok: true, provider: 'server', trees: { base: -2 } },
      { name: 'vedette-ensemble', ok: true },
    ]);
    expect(new Set((await server.asked()).map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${TOKEN}`]),
    );
  });

  it.each<[string, Mishap[], number | string, number]>([
    ['fails once', ['error'], 1, 2],
    ['answers nonsense once', ['nonsense'], 1, 2],
    ['answers too much once', ['too-much'], 1, 2],
    ['answers for too few rows once', ['too-few'], 1, 2],
    ['hangs once', ['hang'], 1, 2],
    ['fails twice', ['error', 'error'], 'run_failed', 2],
    ['hangs twice', ['hang', 'hang'], 'deadline_passed', 2],
  ])('given a server that %s, then it is asked twice and no more', async (_, mishaps, expected, asked) => {
    port = await open(folder, server.url, 300);
    await server.meet(mishaps);
    const started = performance.now();
    expect(await score()).toBe(expected);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(await infers()).toBe(asked);
  });

  it('given a server that hangs, then the deadline holds', async () => {
    port = await open(folder, server.url);
    await server.meet(['hang']);
    const started = performance.now();
    expect(await score(1, 200)).toBe('deadline_passed');
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('given a server that goes on failing, then it is left alone, until it says that it is ready', async () => {
    port = await open(folder, server.url);
    await server.setReady(false);
    for (let i = 0; i < 4; i++) expect(await score()).toBe('run_failed');
    const before = await infers();
    expect(before).toBe(5);
    expect(await score()).toBe('run_failed');
    expect(await infers()).toBe(before);
    await server.setReady(true);
    await until(async () => (await score()) === 1);
    expect((await server.asked()).map(({ path }) => path)).toContain('/v2/health/ready');
  }, 20_000);

  it.each<[string, Parameters<typeof inferenceServer>[0], RegExp]>([
    ['does not have it', { models: {} }, /no vedette-classifier-1\.0\.0 that is ready/],
    ['has another under its name', { models: { [CLASSIFIER]: forestGraph() } }, /no input vectors of FP32, 3 wide/],
    ['takes no bytes', { models: { [CLASSIFIER]: GRAPH }, extensions: [] }, /lacks the extension binary_tensor_data/],
  ])('given a server that %s, then it is not open and says why', async (_, options, reason) => {
    const other = await inferenceServer(options);
    port = await open(folder, other.url);
    expect(port.describe()).toMatchObject([{ ok: false, reason: expect.stringMatching(reason) }]);
    await other.close();
  });

  it('given no server at the start, then the model is open once there is one', async () => {
    const { port: free } = new URL(server.url);
    await server.setReady(false);
    port = await open(folder, `http://127.0.0.1:${free}`);
    expect(port.describe()).toMatchObject([{ ok: false }]);
    await server.setReady(true);
    await until(async () => (await score()) === 1);
  }, 20_000);
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('not within 15 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
