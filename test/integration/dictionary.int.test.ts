import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { correctorOf } from '../../src/detectors/dictionary/corrector.ts';
import { systemClock } from '../../src/shell/clock.ts';
import { dictionaryOf } from '../../src/shell/dictionary.ts';
import { redisRights } from '../../src/shell/redis/acl.ts';
import { redisDictionaryStore } from '../../src/shell/redis/dictionary-store.ts';
import { RetriableError } from '../../src/stage.ts';
import { dictionaryStoreContract, entry } from '../contract/dictionary-store-contract.ts';
import { until } from '../contract/until.ts';
import { quiet } from './quiet.ts';
import { withServers } from './servers.ts';

const WITHIN_MS = 2_000;

await withServers(['redis'], ({ redis: url }) => {
  const open = (facts: object = {}) => redisDictionaryStore({ redis: { url }, logger: quiet, ...facts });
  const reader = (store = open()) => dictionaryOf({ store, clock: systemClock, logger: quiet, compile: correctorOf });

  dictionaryStoreContract('on Redis', open);

  it('given a chain beside the live one, then neither sees the dictionary of the other', async () => {
    const [live, beside] = [open(), open({ namespace: { name: 'trial', shares: new Set() } })];
    const tenant = randomUUID();
    await live.add(tenant, [entry('a')], 10);
    expect(await beside.read(tenant)).toEqual({ version: 0, entries: [] });
    expect(await beside.undo(tenant, 'a')).toBe('unknown');
    await Promise.all([live.close(), beside.close()]);
  });

  describe('a reader', () => {
    it.each([
      ['connections are killed again and again', 'TYPE', 'normal'],
      ['subscribers are killed again and again', 'TYPE', 'pubsub'],
    ])(
      'given that %s, then each change is seen within two seconds',
      async (_, ...whom) => {
        const [writer, following, admin] = [open(), reader(), new Redis(url)];
        const tenant = randomUUID();
        const text = () => following.of(tenant)?.apply('x1 x2 x3 x4 x5');
        await until('it has looked', async () => following.version() !== null);
        for (const at of [1, 2, 3, 4, 5]) {
          await admin.call('CLIENT', 'KILL', ...whom, 'SKIPME', 'yes');
          await until('the change is stored', async () =>
            isStored(writer.add(tenant, [entry(`e${at}`, { wrong: `x${at}`, right: `y${at}` })], 10)),
          );
          await until('the change is seen', async () => text()?.includes(`y${at}`) === true, WITHIN_MS);
        }
        admin.disconnect();
        await Promise.all([writer.close(), following.close()]);
      },
      30_000,
    );

    it('given the least rights, then they suffice, and a stranger’s channel is closed to it', async () => {
      const admin = new Redis(url);
      const user = `dictionary-${randomUUID()}`;
      await admin.call('ACL', 'SETUSER', user, 'on', '>secret', ...redisRights().split(' '));
      const rights = { redis: { url, username: user, password: 'secret' } };
      const [store, following] = [open(rights), reader(open(rights))];
      const tenant = randomUUID();
      await store.add(tenant, [entry('a')], 10);
      await until('it is seen', async () => following.of(tenant)?.apply('Mimikats') === 'Mimikatz', WITHIN_MS);
      expect(await store.undo(tenant, 'a')).toBe('undone');
      const as = new Redis(url, { username: user, password: 'secret', disableClientInfo: true });
      await expect(as.subscribe('another')).rejects.toThrow('NOPERM');
      as.disconnect();
      await Promise.all([store.close(), following.close()]);
      await admin.call('ACL', 'DELUSER', user);
      admin.disconnect();
    });

    it('given a right that is missing, then the writer does not wait for it', async () => {
      const admin = new Redis(url);
      const user = `dictionary-${randomUUID()}`;
      await admin.call('ACL', 'SETUSER', user, 'on', '>secret', ...redisRights().split(' '), '-hincrby');
      const store = open({ redis: { url, username: user, password: 'secret' } });
      const failed = store.add(randomUUID(), [entry('a')], 10);
      await expect(failed).rejects.not.toBeInstanceOf(RetriableError);
      await expect(failed).rejects.toMatchObject({ name: 'FatalError' });
      await store.close();
      await admin.call('ACL', 'DELUSER', user);
      admin.disconnect();
    });
  });

  it('given no server, then it is retriable', async () => {
    const store = redisDictionaryStore({ redis: { url: 'redis://127.0.0.1:1' }, logger: quiet });
    await expect(store.add('acme', [entry('a')], 10)).rejects.toBeInstanceOf(RetriableError);
    await store.close();
  });
});

const isStored = (adding: Promise<readonly boolean[]>): Promise<boolean> =>
  adding.then(([one]) => one === true).catch(() => false);
