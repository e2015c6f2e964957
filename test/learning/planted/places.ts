import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Broker, StoredRecord } from '../../../src/ports.ts';

/** Something that the program has written, and what is in it. */
export interface Place {
  readonly name: string;
  readonly content: Uint8Array;
}

const NONE = Buffer.from('\n');

/** All records of a topic, keys and headers too. */
export async function topicPlace(broker: Broker, topic: string): Promise<Place> {
  const parts: Uint8Array[] = [];
  for await (const { key, value, headers } of broker.readAll(topic))
    parts.push(...[key ?? NONE, value ?? NONE, ...headerParts(headers), NONE]);
  return { name: topic, content: Buffer.concat(parts) };
}

/** What we say of dead letters; the letters themselves are what came. */
export async function letterPlace(broker: Broker, topic: string): Promise<Place> {
  const parts: Uint8Array[] = [];
  for await (const { headers } of broker.readAll(topic)) {
    const ours = Object.entries(headers).filter(([name]) => /^(__connect\.|dlq\.|vedette-)/.test(name));
    parts.push(...headerParts(Object.fromEntries(ours)), Buffer.from('\n'));
  }
  return { name: `headers of ${topic}`, content: Buffer.concat(parts) };
}

const headerParts = (headers: StoredRecord['headers']): readonly Uint8Array[] =>
  Object.entries(headers).map(([name, value]) => Buffer.from(`${name}=${Buffer.from(value ?? [])};`));

/** Every file below a folder, by its path in it. */
export async function filePlaces(folder: string): Promise<readonly Place[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return Promise.all(
    files.map(async (file) => ({
      name: file.slice(folder.length + 1),
      content: Buffer.concat([Buffer.from(`${file}\n`), await readFile(file)]),
    })),
  );
}

/** Of the detection, which keeps what it saw of hosts and users as long as its windows are open. */
const DETECTION = /^vedette:\{(?:intake|features|inference|correlation|alerts)\b/;

/** Every key of Redis but those of the detection. */
export async function redisPlaces(url: string): Promise<readonly Place[]> {
  const redis = new Redis(url);
  try {
    const keys = (await redis.keys('*')).filter((key) => !DETECTION.test(key));
    return await Promise.all(keys.map(async (key) => ({ name: key, content: await contentOf(redis, key) })));
  } finally {
    redis.disconnect();
  }
}

async function contentOf(redis: Redis, key: string): Promise<Uint8Array> {
  const type = await redis.type(key);
  if (type === 'string')
    return Buffer.concat([Buffer.from(`${key}=`), (await redis.getBuffer(key)) ?? Buffer.alloc(0)]);
  const parts =
    type === 'hash'
      ? Object.entries(await redis.hgetallBuffer(key)).flat()
      : type === 'zset'
        ? await redis.zrangeBuffer(key, '0', '-1')
        : type === 'set'
          ? await redis.smembersBuffer(key)
          : await redis.lrangeBuffer(key, 0, -1);
  return Buffer.concat(
    [key, ...parts].map((part) => (typeof part === 'string' ? Buffer.from(part) : (part as Buffer))),
  );
}
