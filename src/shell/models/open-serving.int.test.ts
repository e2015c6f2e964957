import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { classifier, publish } from '../../../test/fixtures/published-models.ts';
import { folderStore } from '../registry/folder-store.ts';
import { modelRegistry } from '../registry/model-registry.ts';
import { measuredModels } from './measured-models.ts';
import { openServing, type Serving } from './open-serving.ts';

const PLAIN: Serving = {
  keys: [],
  precision: 'fp32',
  workers: 1,
  attemptMs: 1_000,
  providers: ['cuda', 'cpu'],
  requiresGpu: false,
  ...{ server: '', token: '' },
};

let folder: string;
let logged: { facts: object; message: string }[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (change: Partial<Serving> = {}) => {
  const log = (facts: object, message: string) => void logged.push({ facts, message });
  const logger = { info: log, warn: log, error: log };
  return openServing(modelRegistry(folderStore(folder)), { ...PLAIN, ...change }, logger);
};

describe('the chain of providers', () => {
  it('given one that is not installed, then the next runs the model, and the log says why, once', async () => {
    publish(folder, classifier());
    const port = await open({ workers: 2 });
    expect(port.describe()).toMatchObject([{ ok: true, provider: 'cpu', precision: 'fp32' }]);
    expect(logged).toEqual([
      {
        message: 'a model is open',
        facts: {
          ...{ model: 'vedette-classifier', version: '1.0.0', precision: 'fp32', provider: 'cpu' },
          passedOver: ['cuda: is not installed beside the runtime'],
        },
      },
    ]);
    await port.close();
  });

  it('given a chain without the CPU, and none of it here, then the model is not open and says what was tried', async () => {
    publish(folder, classifier());
    const port = await open({ providers: ['tensorrt', 'cuda'] });
    const tried = 'tensorrt: is not installed beside the runtime; cuda: is not installed beside the runtime';
    expect(port.describe()).toMatchObject([{ ok: false, reason: `does not open: ${tried}` }]);
    await port.close();
  });

  it('given a precision that the model lacks, then it runs in fp32, and the log says so', async () => {
    publish(folder, classifier());
    const port = await open({ precision: 'int8' });
    expect(port.describe()).toMatchObject([{ ok: true, precision: 'fp32' }]);
    expect(logged[1]).toMatchObject({ facts: { wanted: 'int8' }, message: expect.stringContaining('it runs in fp32') });
    await port.close();
  });

  it('is shown by a metric, until the model is put away', async () => {
    publish(folder, classifier());
    const port = await open();
    const shown = new Map<string, number>();
    const gauge = (name: string, labels: object, value: number) =>
      void shown.set(`${name} ${Object.values(labels).join(' ')}`, value);
    let states = port.describe();
    const metrics = { gauge, count() {}, observe() {} };
    const clock = { now: () => 0, sleep: async () => {} };
    const measured = measuredModels({ ...port, describe: () => states }, metrics, clock);
    expect(shown.get('vedette_model_provider vedette-classifier 1.0.0 cpu')).toBe(1);
    states = [];
    measured.describe();
    expect([...shown.values()]).toEqual([0, 0]);
    await port.close();
  });
});

describe('a GPU that is required', () => {
  it('given a model that would run on the CPU, then it refuses to start and says what to do', async () => {
    publish(folder, classifier());
    await expect(open({ requiresGpu: true })).rejects.toThrow(
      /VEDETTE_REQUIRE_GPU is set and vedette-classifier\/1\.0\.0 would run on the CPU, of cuda, cpu: take the image/,
    );
  });

  it('given no model at all, then it refuses too', async () => {
    await expect(open({ requiresGpu: true })).rejects.toThrow('no model has opened');
  });
});

it('given keys, then what they have not signed is not open', async () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  publish(folder, classifier());
  const port = await open({ keys: [publicKey.export({ type: 'spki', format: 'pem' }) as string] });
  expect(port.describe()).toMatchObject([{ ok: false, reason: expect.stringContaining('VEDETTE_MODEL_KEYS') }]);
  await port.close();
});
