import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { memoryBroker } from '../../src/memory/broker.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import { command } from '../e2e/processes.ts';
import { CELLS, cellsNamed } from './cells.ts';
import { mortal, parseCrashPoint, STEPS } from './crash-points.ts';
import { frames } from './kafka-frames.ts';
import { main } from './main.ts';
import { page } from './page.ts';
import { divertedName, openProxy } from './proxy.ts';
import { count } from './verdict.ts';
import { workload } from './workload.ts';

describe('the cells', () => {
  it('have names of their own and say what must hold', () => {
    expect(new Set(CELLS.map(({ name }) => name)).size).toBe(CELLS.length);
    expect(CELLS.filter(({ fault, holds }) => !fault || !holds)).toEqual([]);
  });

  it('are named one by one or by their suite', () => {
    expect(cellsNamed(['kill-alerts'])).toHaveLength(STEPS.length);
    expect(cellsNamed(['zombie'])).toHaveLength(1);
    expect(cellsNamed([])).toBe(CELLS);
  });

  it.each([[['--cell', 'no-such-cell']], [['--size', 'huge']], [['--seeds', '3']]])(
    'refuse %j with exit code 2, never green',
    async (args) => {
      expect(await main(args)).toBe(2);
    },
  );

  it('stand on the page though none was run', () => {
    const text = page(new Map());
    for (const { name, suite } of CELLS) if (suite.name === name) expect(text).toContain(`| ${name} |`);
    expect(text).not.toMatch(/\| held \|/);
  });
});

describe('a crash point', () => {
  it.each(['', 'after-save', 'after-save:0', 'after-save:x', 'sometime:1'])('%j is refused', (text) => {
    expect(() => parseCrashPoint(text)).toThrow('no crash point');
  });

  it('is for tests alone: the product refuses the variable', async () => {
    const ended = await command(['run', 'intake'], { VEDETTE_CHAOS_KILL: 'after-save:1' });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('VEDETTE_CHAOS_KILL: there is no such variable');
  });

  it('comes at its step and its time, counted from the first batch of telemetry', async () => {
    const broker = memoryBroker({ topics: [{ name: 't', partitions: 1 }], now: () => 0, drive: 'manual' });
    const died: string[] = [];
    const die = () => {
      died.push('dead');
      throw new Error('dead');
    };
    const ports = mortal(
      { broker, codec: memoryCodec(), store: memoryStateStore() },
      parseCrashPoint('after-save:2'),
      die,
    );
    const save = () =>
      ports.store.save('s', 0, { version: 1, record: new Uint8Array(), states: new Map(), timers: new Map() });
    await save();
    await save();
    expect(died).toEqual([]);
    const handler = {
      assigned: async () => null,
      batch: async () => {},
      idle: async () => {},
      revoked: async () => {},
    };
    await ports.broker.consume({ group: 'g', topic: 't', handler });
    const producer = await broker.producer();
    await producer.send([{ topic: 't', partition: 0, key: null, value: Buffer.from('x'), headers: {} }]);
    await broker.pump();
    await save();
    await expect(save()).rejects.toThrow('dead');
  });
});

describe('the counts', () => {
  const found = () => ({
    events: Uint8Array.of(1, 1, 2),
    features: Uint8Array.of(1, 1, 1),
    deadLetters: new Uint8Array(3),
    signals: new Set(['0 chaos:1 host h']),
    degraded: 0,
    raised: [],
  });
  const expected = { alerts: [], signals: new Set(['0 chaos:1 host h']) };
  const { numberOf } = workload({ prefix: 'x', records: 3, partitions: 1 });

  it('are clean for what is whole, and tell what was taken once of what was sent twice', () => {
    expect(count(found(), expected, numberOf)).toMatchObject({ records: 3, lost: 0, absorbed: 1, missingAlerts: 0 });
  });

  it('show a record that is nowhere, and a signal that is not there, each record once', () => {
    expect(count({ ...found(), features: Uint8Array.of(0, 1, 1) }, expected, numberOf).lost).toBe(1);
    expect(count({ ...found(), signals: new Set() }, expected, numberOf).lost).toBe(1);
    expect(count({ ...found(), features: Uint8Array.of(1, 0, 1), signals: new Set() }, expected, numberOf).lost).toBe(
      1,
    );
  });

  it('show an alert that is missing', () => {
    const alert = { uid: 'u', tenant: '0', rule: 'r', group: 'g', evidence: ['chaos:1'] };
    expect(count(found(), { ...expected, alerts: [alert] }, numberOf)).toMatchObject({
      missingAlerts: 1,
      extraAlerts: 0,
    });
  });
});

describe('the workload', () => {
  const records = (prefix: string) =>
    [...workload({ prefix, records: 500, partitions: 4 }).chunks(64)].flat().filter(({ value }) => value !== null);

  it('is the same each time but for its tenants', () => {
    const [one, other] = [records('a'), records('b')];
    expect(one).toHaveLength(500);
    expect(one.map(({ value, partition }) => [value?.toString(), partition])).toEqual(
      other.map(({ value, partition }) => [value?.toString(), partition]),
    );
    expect(one[0]?.headers).not.toEqual(other[0]?.headers);
  });

  it('leaves out what it is told to', () => {
    const load = workload({ prefix: 'a', records: 500, partitions: 4, without: new Set([7, 8]) });
    const ids = [...load.chunks(64)].flat().flatMap(({ headers }) => (headers.ce_id ? [`${headers.ce_id}`] : []));
    expect(ids).toHaveLength(498);
    expect(ids).not.toContain('chaos:7');
  });
});

describe('the frames of a stream', () => {
  const frame = (text: string) => {
    const head = Buffer.alloc(4);
    head.writeInt32BE(text.length);
    return Buffer.concat([head, Buffer.from(text)]);
  };

  it.each([1, 2, 3, 5, 100])('are put together from pieces of %i bytes', (size) => {
    const all = Buffer.concat(['one', '', 'three and more'].map(frame));
    const seen: string[] = [];
    const take = frames((one) => seen.push(one.subarray(4).toString()));
    for (let at = 0; at < all.length; at += size) take(all.subarray(at, at + size));
    expect(seen).toEqual(['one', '', 'three and more']);
  });
});

describe('the proxy', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  /** A broker that answers each request with its correlation id and what it got. */
  async function world() {
    const got: string[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on(
        'data',
        frames((request) => {
          got.push(request.subarray(12).toString());
          socket.write(sized(Buffer.concat([request.subarray(8, 12), request.subarray(12)])));
        }),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = await openProxy(0, (server.address() as { port: number }).port);
    closing.push(proxy.close, async () => server.close());
    return { proxy, got };
  }
  const sized = (body: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeInt32BE(body.length);
    return Buffer.concat([head, body]);
  };
  const request = (apiKey: number, id: number, text: string) => {
    const head = Buffer.alloc(8);
    head.writeInt16BE(apiKey, 0);
    head.writeInt32BE(id, 4);
    return sized(Buffer.concat([head, Buffer.from(text)]));
  };
  async function ask(port: number, bytes: Buffer): Promise<string | null> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(bytes);
    const answer = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => null)]);
    socket.destroy();
    return answer ? (answer[0] as Buffer).subarray(8).toString() : null;
  }

  it('hands requests and answers on', async () => {
    const { proxy, got } = await world();
    expect(await ask(proxy.port, request(0, 1, 'telemetry.x.v1 abc'))).toBe('telemetry.x.v1 abc');
    expect(got).toEqual(['telemetry.x.v1 abc']);
  });

  it('diverts produce requests of a topic, and lets nobody see it in the answer', async () => {
    const { proxy, got } = await world();
    proxy.divert('telemetry.x.v1', 1);
    expect(await ask(proxy.port, request(1, 1, 'telemetry.x.v1 fetch'))).toBe('telemetry.x.v1 fetch');
    expect(await ask(proxy.port, request(0, 2, 'telemetry.x.v1 abc'))).toBe('telemetry.x.v1 abc');
    expect(await ask(proxy.port, request(0, 3, 'telemetry.x.v1 def'))).toBe('telemetry.x.v1 def');
    expect(got).toEqual(['telemetry.x.v1 fetch', `${divertedName('telemetry.x.v1')} abc`, 'telemetry.x.v1 def']);
    expect(proxy.done).toBe(1);
  });

  it('loses the answer to a produce request that the broker has stored', async () => {
    const { proxy, got } = await world();
    proxy.dropAcks(1);
    expect(await ask(proxy.port, request(0, 1, 'abc'))).toBeNull();
    expect(got).toEqual(['abc']);
  });

  it('cuts and mends', async () => {
    const { proxy } = await world();
    proxy.cut();
    expect(await ask(proxy.port, request(0, 1, 'abc'))).toBeNull();
    proxy.mend();
    expect(await ask(proxy.port, request(0, 1, 'abc'))).toBe('abc');
  });

  it('is slow when told so, and keeps the order', async () => {
    const { proxy } = await world();
    proxy.slow(60, 1_000_000);
    const from = performance.now();
    expect(await ask(proxy.port, request(0, 1, 'abc'))).toBe('abc');
    expect(performance.now() - from).toBeGreaterThan(110);
  });
});
