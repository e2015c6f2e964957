import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { passwordOf, REDIS_USER, secretsOf, securedEnvironment } from '../../scripts/stack/secrets.ts';
import type { Settings } from '../../scripts/stack/settings.ts';
import { readEnvironment } from '../../src/environment.ts';
import { redisStateStore } from '../../src/shell/redis/state-store.ts';
import { stateStoreContract } from '../contract/state-store-contract.ts';
import { quiet } from '../integration/quiet.ts';

const change = { version: 1, record: Uint8Array.of(1), states: new Map(), timers: new Map() };

/** Redis with TLS and the one user that docs/security.md tells of: it suffices for the store, and for nothing else. */
export function storeSuite(settings: Settings): void {
  const { redis } = readEnvironment(securedEnvironment(settings));
  const open = (config = redis) => redisStateStore(config, quiet, AbortSignal.timeout(5000));

  stateStoreContract('Redis with TLS and the least rights', () => open());

  it('the login may stand in the URL', async () => {
    const url = `rediss://${REDIS_USER}:${passwordOf(settings, REDIS_USER)}@127.0.0.1:${settings.redisPort}/1`;
    const store = await open({ url, ...(redis.tls && { tls: redis.tls }) });
    expect(await store.save(`url:${Date.now()}:0`, 0, change)).toBe(true);
    await store.close();
  });

  it.each([
    ['a wrong password', { password: 'canary' }, 'WRONGPASS'],
    ['no such user', { username: 'canary' }, 'WRONGPASS'],
    ['a server whose certificate is not trusted', { tls: {} }, 'certificate'],
  ])('%s is told at once, and is not waited for', async (_, wrong, message) => {
    const refusal = await redisStateStore({ ...redis, ...wrong }, quiet, AbortSignal.timeout(15_000)).catch(
      (cause) => cause,
    );
    expect(refusal.message).toContain(message);
    expect(JSON.stringify([refusal.message, refusal.stack])).not.toContain('canary');
  });

  describe('its user', () => {
    it.each([
      ['reads no foreign key', ['hget', 'other:1', 'record']],
      ['writes no foreign key', ['hset', 'other:1', 'record', 'x']],
      ['runs no script on a foreign key', ['eval', "return redis.call('HGET', KEYS[1], 'x')", '1', 'other:1']],
      [
        'calls nothing from a script that it may not call',
        ['eval', "return redis.call('DEL', KEYS[1])", '1', 'vedette:1'],
      ],
      ...[
        'keys *',
        'scan 0',
        'flushall',
        'flushdb',
        'config get *',
        'config set maxmemory 1',
        'acl list',
        'client list',
      ].map(refused),
      ...['monitor', 'shutdown', 'script flush', 'replicaof no one', 'save', 'subscribe x'].map(refused),
      ...['del vedette:1', 'get vedette:1', 'set vedette:1 x', 'expire vedette:1 1', 'rename vedette:1 vedette:2'].map(
        refused,
      ),
    ])('%s', async (_, words) => {
      const client = asUser(settings);
      const [command = '', ...args] = words;
      await expect(client.call(command, ...args)).rejects.toThrow(/NOPERM|can't run this command/);
      client.disconnect();
    });
  });

  it('nobody comes in without a login', async () => {
    const client = asUser(settings, false);
    await expect(client.call('hget', 'vedette:1', 'x')).rejects.toThrow('NOAUTH');
    client.disconnect();
  });
}

const refused = (line: string): [string, string[]] => [`does no ${line}`, line.split(' ')];

function asUser(settings: Settings, isLoggedIn = true): Redis {
  const client = new Redis({
    host: '127.0.0.1',
    port: settings.redisPort,
    tls: { ca: readFileSync(secretsOf(settings).ca) },
    ...(isLoggedIn && { username: REDIS_USER, password: passwordOf(settings, REDIS_USER) }),
    enableReadyCheck: false,
    disableClientInfo: true,
    protocol: 2,
    retryStrategy: () => null,
  });
  client.on('error', () => {});
  return client;
}
