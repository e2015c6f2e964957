import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { entry } from '../../test/contract/dictionary-store-contract.ts';
import { until } from '../../test/contract/until.ts';
import { quiet } from '../../test/integration/quiet.ts';
import { withServers } from '../../test/integration/servers.ts';
import { virtualClock } from '../memory/clock.ts';
import { memoryDictionaryStore } from '../memory/dictionary-store.ts';
import { redisDictionaryStore } from '../shell/redis/dictionary-store.ts';
import { captured } from './captured.fixture.ts';
import { followStandings } from './dictionary/follow-standings.ts';
import { runProgram } from './program.ts';

const written = captured();

await withServers(['redis'], ({ redis }) => {
  const vedette = async (...args: readonly string[]) => {
    const before = written.out.length;
    const url = process.env.REDIS_URL;
    process.env.REDIS_URL = redis;
    const exitCode = await runProgram(['node', 'vedette', 'dictionary', ...args]);
    if (url === undefined) delete process.env.REDIS_URL;
    else process.env.REDIS_URL = url;
    return { exitCode, out: written.out.slice(before) };
  };

  it('given entries, then they are listed as they stand, taken back once, and what is hostile is harmless', async () => {
    const tenant = randomUUID();
    const store = redisDictionaryStore({ redis: { url: redis }, logger: quiet });
    await store.add(tenant, [entry('a'), entry('b', { right: 'new\u001b[2J' }), entry('c', { wrong: 'x y' })], 10);
    const listed = await vedette('list', '--tenant', tenant);
    expect(listed.out).toContain('new\\u{1b}[2J');
    expect(listed.out).not.toContain('\u001b');
    const states = async () => {
      const { out } = await vedette('list', '--tenant', tenant, '--json');
      return JSON.parse(out).entries.map(({ id, state }: { id: string; state: string }) => [id, state]);
    };
    expect(await states()).toEqual([
      ['a', 'superseded'],
      ['b', 'in_force'],
      ['c', 'in_force'],
    ]);
    expect((await vedette('undo', 'b', '--tenant', tenant)).exitCode).toBe(0);
    expect(await states()).toEqual([
      ['a', 'in_force'],
      ['b', 'undone'],
      ['c', 'in_force'],
    ]);
    expect((await vedette('undo', 'b', '--tenant', tenant, '--json')).out).toContain('was_undone');
    expect((await vedette('undo', 'b', '--tenant', randomUUID())).exitCode).toBe(2);
    await store.close();
  });
});

it('given a server that is away, then the command says so', async () => {
  const url = process.env.REDIS_URL;
  process.env.REDIS_URL = 'redis://127.0.0.1:1';
  expect(await runProgram(['node', 'vedette', 'dictionary', 'list', '--tenant', 'acme'])).toBe(3);
  if (url === undefined) delete process.env.REDIS_URL;
  else process.env.REDIS_URL = url;
  expect(written.err).toContain('REDIS_URL');
});

it('given a watcher, then it tells all there is, then only what has changed', async () => {
  const [store, clock, stop, told] = [memoryDictionaryStore(), virtualClock(0), new AbortController(), [] as string[]];
  await store.add('acme', [entry('a')], 10);
  const tell = ({ id, state }: { id: string; state: string }) => told.push(`${id} ${state}`);
  const following = followStandings(store, 'acme', { clock, signal: stop.signal, tell });
  await until('all is told', () => told.length === 1);
  await store.add('acme', [entry('b')], 10);
  await clock.advance(500);
  await until('changes are told', () => told.length === 3);
  stop.abort();
  await following;
  expect(told).toEqual(['a in_force', 'a superseded', 'b in_force']);
});
