/**
 * From a correction that is written to the last of ten processes that holds it, on a real Redis: as it should be, with
 * every hint lost, and with connections killed all the time. Prints JSON; two minutes. Bar: p99 under two seconds.
 * Needs REDIS_URL of a Redis that nobody else uses: connections of others would be killed too.
 *   npm run -s stack -- up && REDIS_URL=redis://127.0.0.1:6379 npm run -s bench -- bench/dictionary.ts [--corrections N] [--readers N]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { redisDictionaryStore } from '../src/shell/redis/dictionary-store.ts';
import { RetriableError } from '../src/stage.ts';
import type { DictionaryStore } from '../src/stages/dictionary/ports.ts';
import { percentiles } from './chain/arrivals.ts';
import { benchHeader, report } from './data.ts';
import { openReaders } from './dictionary/readers.ts';

const CASES = ['hints', 'hintsLost', 'subscribersKilled', 'allKilled'] as const;
type Case = (typeof CASES)[number];
const TENANT = 'acme';
const MOST = 50_000;
const KILL_EVERY_MS = 300;
/** Corrections come on average so far apart. */
const APART_MS = 60;
const WITHIN_MS = 30_000;

const { values } = parseArgs({
  options: { corrections: { type: 'string', default: '300' }, readers: { type: 'string', default: '10' } },
});
const [corrections, count] = [Number(values.corrections), Number(values.readers)];
const url = process.env.REDIS_URL ?? '';
if (url === '') throw new Error('set REDIS_URL to a Redis that nobody else uses');
const admin = new Redis(url);
const silent = { info() {}, warn() {}, error() {} };

/** Milliseconds from each correction's being written to its being held by all. */
async function measure(what: Case): Promise<readonly number[]> {
  const namespace = `bench-${what.toLowerCase()}-${process.pid}`;
  const store = redisDictionaryStore({
    redis: { url },
    logger: silent,
    namespace: { name: namespace, shares: new Set() },
  });
  const readers = await openReaders(count, url, namespace, what === 'hintsLost' ? 'deaf' : 'hearing');
  const killing = setInterval(() => kill(what), KILL_EVERY_MS);
  const waiting: Promise<number>[] = [];
  for (let at = 0; at < corrections; at++) {
    const startedAt = await write(store, `e${at}`);
    waiting.push(readers.seenByAll(`e${at}`, WITHIN_MS).then((seenAt) => seenAt - startedAt));
    await sleep(Math.random() * 2 * APART_MS);
  }
  const took = await Promise.all(waiting);
  clearInterval(killing);
  readers.close();
  await store.close();
  await forget(namespace);
  return took;
}

/** Answers when the write that succeeded began, by the clock that the readers have too. */
async function write(store: DictionaryStore, id: string): Promise<number> {
  const entry = { id, wrong: `wrong ${id}`, right: `right ${id}`, type: 'tool', author: 'a1', time: 0 };
  for (;;) {
    const startedAt = Date.now();
    try {
      await store.add(TENANT, [entry], MOST);
      return startedAt;
    } catch (cause) {
      if (!(cause instanceof RetriableError)) throw cause;
      await sleep(20);
    }
  }
}

function kill(what: Case): void {
  const types = { hints: [], hintsLost: [], subscribersKilled: ['pubsub'], allKilled: ['pubsub', 'normal'] }[what];
  for (const type of types) admin.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes').catch(() => {});
}

async function forget(namespace: string): Promise<void> {
  for (const key of await admin.keys(`vedette:{${namespace}/dictionary}:*`)) await admin.del(key);
}

const seen: Partial<Record<Case, object>> = {};
for (const one of CASES) seen[one] = percentiles(await measure(one));
const redis = /redis_version:(\S+)/.exec(await admin.info('server'))?.[1];
admin.disconnect();
report(benchHeader('dictionary', ['ioredis']), { redis, readers: count, corrections, seenByAll: seen });
