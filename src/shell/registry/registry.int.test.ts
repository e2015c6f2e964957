import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { modelRegistryContract } from '../../../test/contract/model-registry-contract.ts';
import { S3_LOGIN, type S3Server, s3Server } from '../../../test/fixtures/s3-server.ts';
import { openRegistry } from './open-registry.ts';

const NO_LOGIN = { endpoint: '', region: '', accessKeyId: '', secretAccessKey: '' };

modelRegistryContract('a folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-registry-'));
  return {
    registry: openRegistry(folder, NO_LOGIN),
    async put(path, bytes) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    },
    close: async () => rmSync(folder, { recursive: true }),
  };
});

describe.each(['', 'models/of/ours'])('with what comes before the names: "%s"', (prefix) => {
  modelRegistryContract('a bucket', async () => {
    const server = await s3Server();
    return {
      registry: openRegistry(`s3://bucket${prefix && `/${prefix}`}`, { ...S3_LOGIN, endpoint: server.endpoint }),
      put: async (path, bytes) =>
        void server.objects.set(['bucket', prefix, path].filter(Boolean).join('/'), Buffer.from(bytes)),
      close: server.close,
    };
  });
});

describe('a bucket that does not do as it is asked', () => {
  let server: S3Server;
  const open = (change: Partial<typeof S3_LOGIN & { endpoint: string }> = {}) =>
    openRegistry('s3://bucket', { ...S3_LOGIN, endpoint: server.endpoint, ...change });
  beforeEach(async () => {
    server = await s3Server();
  });
  afterEach(() => server.close());

  it('given a wrong secret, when it is asked, then it says what to look at, and never the secret', async () => {
    const failure = open({ secretAccessKey: 'hush-hush' }).list();
    await expect(failure).rejects.toThrow(/refuses the bucket with 403: look at AWS_ACCESS_KEY_ID/);
    await expect(failure).rejects.toMatchObject({ message: expect.not.stringContaining('hush') });
  });

  it('given two passing faults, when it is asked, then it is asked again', async () => {
    server.failures.push(503, 500);
    expect(await open().list()).toEqual([]);
  });

  it('given a fault that stays, or nobody there, then that is an outage', async () => {
    server.failures.push(503, 503, 503, 503);
    await expect(open().list()).rejects.toMatchObject({
      name: 'RetriableError',
      message: expect.stringMatching(/answers 503/),
    });
    await expect(open({ endpoint: 'http://127.0.0.1:1' }).list()).rejects.toMatchObject({
      name: 'RetriableError',
      message: /does not answer/,
    });
  });
});

describe('a folder that is held', () => {
  it('given the lock of a killed process, when an alias is changed, then it says which file to look at', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vedette-registry-'));
    mkdirSync(join(folder, 'aliases'));
    writeFileSync(join(folder, 'aliases/m.json.lock'), '');
    const alias = { active: '1.0.0', previous: '', by: '', time: 0, reason: '' };
    const change = openRegistry(folder, NO_LOGIN).writeAlias({ name: 'm', tenant: '' }, alias, null);
    await expect(change).rejects.toThrow(/m\.json\.lock is held: try again/);
    rmSync(folder, { recursive: true });
  });
});
