import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { modelContract, samples } from '../../../test/contract/model-contract.ts';
import { treesManifest } from '../../../test/fixtures/manifests.ts';
import { classifier, ensemble, publish, sha256 } from '../../../test/fixtures/published-models.ts';
import type { ModelPort } from '../../stages/inference/ports.ts';
import { folderStore } from '../registry/folder-store.ts';
import { modelRegistry } from '../registry/model-registry.ts';
import { type OnnxOptions, openModels } from './models.ts';

let folder: string;
let port: ModelPort;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
});
afterEach(async () => {
  await port.close();
  rmSync(folder, { recursive: true });
});

const silent = { info() {}, warn() {}, error() {} };
const NAME = 'vedette-classifier';
const ref = (version: string, name = NAME) => ({ name, version });
const rows = (count: number) => samples(treesManifest(3), count);
const open = async (options: Partial<OnnxOptions> = {}) => {
  port = await openModels({ source: modelRegistry(folderStore(folder)), lingerMs: 0, logger: silent, ...options });
};
const states = () => port.describe().map(({ name, version, ok }) => `${name.replace('vedette-', '')} ${version} ${ok}`);
const score = async (version: string, count = 1) => {
  const answer = await port.score(ref(version), rows(count), 10_000);
  return answer.ok ? answer.raw.length : answer.reason;
};

describe('at the start', () => {
  it('the newest version for each feature set is open, an ensemble too', async () => {
    for (const version of ['1.9.0', '1.10.0']) publish(folder, classifier(version));
    publish(folder, classifier('1.2.0', { featureHash: 'fedcba9876543210' }));
    publish(folder, ensemble());
    await open();
    expect(states()).toEqual(['classifier 1.10.0 true', 'classifier 1.2.0 true', 'ensemble 1.0.0 true']);
    expect(port.describe()[0]).toMatchObject({ provider: 'cpu', precision: 'fp32', trees: { base: -2 } });
    expect(port.describe()[2]).not.toHaveProperty('provider');
    expect(await port.score(ref('1.0.0', 'vedette-ensemble'), [], 100)).toEqual({ ok: false, reason: 'unknown_model' });
  });
});

describe('a version that is asked for', () => {
  it('given one published since, when it is prepared, then it scores, and the one before never stopped', async () => {
    publish(folder, classifier('1.0.0'));
    await open();
    publish(folder, classifier('2.0.0'));
    expect(await score('2.0.0')).toBe('unknown_model');
    let isReady = false;
    const scored: unknown[] = [];
    const busy = (async () => {
      while (!isReady) scored.push(await score('1.0.0', 64));
    })();
    await port.prepare([ref('2.0.0')]);
    isReady = true;
    await busy;
    expect(scored.length).toBeGreaterThan(3);
    expect(new Set(scored)).toEqual(new Set([64]));
    expect([await score('1.0.0'), await score('2.0.0', 100)]).toEqual([1, 100]);
  });

  it('given one that is broken, when it is prepared, then it is told why, and the others go on', async () => {
    const bytes = Buffer.from('no graph at all');
    publish(folder, classifier('1.0.0'));
    await open({ workers: 2 });
    const broken = classifier('2.0.0', { sha256: sha256(bytes) });
    publish(folder, { ...broken, files: { ...broken.files, 'model.onnx': bytes } });
    await port.prepare([ref('2.0.0'), ref('3.0.0'), ref('1.0.0', '../../etc')]);
    expect(port.describe()).toMatchObject([
      { version: '1.0.0', ok: true },
      { version: '2.0.0', ok: false, reason: expect.stringMatching(/^does not open: cpu: /) },
      { version: '3.0.0', ok: false, reason: 'manifest.json: there is no such file' },
    ]);
    expect([await score('1.0.0'), await score('2.0.0')]).toEqual([1, 'unknown_model']);
  });

  it('given one that is being opened, when others that are open are prepared, then nobody waits for it', async () => {
    publish(folder, classifier('1.0.0'));
    await open();
    publish(folder, classifier('2.0.0'));
    const prepared: string[] = [];
    const prepare = async (version: string) => {
      await port.prepare([ref(version)]);
      prepared.push(version);
    };
    await Promise.all([prepare('2.0.0'), prepare('1.0.0')]);
    expect(prepared).toEqual(['1.0.0', '2.0.0']);
  });

  it('given two calls at once, then each waits until its versions are usable', async () => {
    for (const version of ['1.0.0', '2.0.0', '3.0.0']) publish(folder, classifier(version));
    await open();
    await Promise.all([port.prepare([ref('1.0.0')]), port.prepare([ref('2.0.0')])]);
    expect([await score('1.0.0'), await score('2.0.0'), await score('3.0.0')]).toEqual([1, 1, 1]);
  });
});

describe('room', () => {
  const publishMany = () => {
    for (const version of ['1.0.0', '2.0.0', '3.0.0', '4.0.0']) publish(folder, classifier(version));
  };

  it('given no room, when another is prepared, then the one unused the longest goes', async () => {
    publishMany();
    await open({ mostOpen: 2, idleMs: 0 });
    await port.prepare([ref('1.0.0')]);
    await delay(5);
    await score('4.0.0');
    await port.prepare([ref('2.0.0')]);
    expect(states()).toEqual(['classifier 2.0.0 true', 'classifier 4.0.0 true']);
    expect([await score('1.0.0'), await score('4.0.0')]).toEqual(['unknown_model', 1]);
  });

  it('given what is used, or was prepared together, then nothing goes and the rest is refused', async () => {
    publishMany();
    await open({ mostOpen: 2, idleMs: 60_000 });
    await port.prepare([ref('1.0.0'), ref('2.0.0')]);
    expect(states()).toEqual(['classifier 1.0.0 true', 'classifier 2.0.0 false', 'classifier 4.0.0 true']);
    expect(await score('4.0.0')).toBe(1);
  });
});

modelContract('onnx, three inputs', async () => {
  const place = mkdtempSync(join(tmpdir(), 'models-'));
  publish(place, classifier());
  const opened = await openModels({ source: modelRegistry(folderStore(place)), lingerMs: 0 });
  rmSync(place, { recursive: true });
  return opened;
});
