import { expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { redisStateStore } from '../../src/shell/redis/state-store.ts';
import { RetriableError } from '../../src/stage.ts';
import { stateStoreContract } from '../contract/state-store-contract.ts';
import { quiet } from './quiet.ts';
import { withServers } from './servers.ts';

const change = { version: 1, record: Uint8Array.of(1), states: new Map(), timers: new Map() };

await withServers(['redis'], ({ redis }) => {
  stateStoreContract('Redis', () => redisStateStore(redis, quiet));

  it('saves though the server has forgotten the script', async () => {
    const store = await redisStateStore(redis, quiet);
    const admin = new Redis(redis);
    await admin.script('FLUSH');
    expect(await store.save(`script:${Date.now()}:1`, 0, change)).toBe(true);
    admin.disconnect();
    await store.close();
  });

  it('is retriable when the connection breaks, and works again after', async () => {
    const store = await redisStateStore(`${redis}/15`, quiet);
    const admin = new Redis(redis);
    const shard = `broken:${Date.now()}:1`;
    await Promise.all((await clientsOfDatabase(admin, 15)).map((id) => admin.call('CLIENT', 'KILL', 'ID', id)));
    await expect(store.save(shard, 0, change)).rejects.toBeInstanceOf(RetriableError);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await store.save(shard, 0, change)).toBe(true);
    admin.disconnect();
    await store.close();
  });

  it('is retriable while the server is out of memory, to read and to save, and works again after', async () => {
    const store = await redisStateStore(redis, quiet);
    const admin = new Redis(redis);
    const shard = `full:${Date.now()}:1`;
    await admin.config('SET', 'maxmemory', '1');
    try {
      await expect(store.open(shard)).rejects.toBeInstanceOf(RetriableError);
      await expect(store.save(shard, 0, change)).rejects.toBeInstanceOf(RetriableError);
    } finally {
      await admin.config('SET', 'maxmemory', '0');
    }
    expect(await store.save(shard, 0, change)).toBe(true);
    admin.disconnect();
    await store.close();
  });

  it('waits for a server that is not there, until it is told to stop', async () => {
    const stop = new AbortController();
    const waiting = redisStateStore('redis://127.0.0.1:1', quiet, stop.signal);
    setTimeout(() => stop.abort(), 300);
    await expect(waiting).rejects.toThrow('aborted');
  });
});

async function clientsOfDatabase(admin: Redis, database: number): Promise<string[]> {
  const clients = String(await admin.client('LIST'))
    .split('\n')
    .filter((line) => line.includes(` db=${database} `));
  return clients.map((line) => /\bid=(\d+)/.exec(line)?.[1] ?? '');
}
