import { afterAll, describe, expect, it } from '@jest/globals';
import { RetriableError } from '../stage.ts';
import { hashOfKey } from './feedback/api-keys.ts';
import { serveHttp } from './http.ts';
import { TRAINING_PATH } from './training-route.ts';

const KEYS = { acme: 'vdt_of-acme-and-of-nobody-else', beta: 'vdt_of-beta-and-of-nobody-else' };
const healthy = () => ({ ok: true, faults: [] });
const asked: string[] = [];
const server = serveHttp({
  ...{ port: 0, live: healthy, ready: healthy, metrics: async () => ({ text: '', contentType: 'text/plain' }) },
  training: {
    keys: Object.entries(KEYS).map(([tenant, key]) => ({ tenant, hash: hashOfKey(key), login: 'ana' })),
    async standing(tenant) {
      asked.push(tenant);
      if (tenant === 'beta') throw new RetriableError('Kafka is away');
      return { buffers: [], jobs: [{ tenant, state: 'promoted' }], effect: {} };
    },
  },
});
afterAll(async () => (await server).close());

const get = async (key?: string) => {
  const { port } = await server;
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const answer = await fetch(`http://127.0.0.1:${port}${TRAINING_PATH}`, { headers });
  return { status: answer.status, body: await answer.json() };
};

describe('GET /v1/training', () => {
  it('given the key of a tenant, then tells how that tenant learns, and reads the log once for those who ask again', async () => {
    const answers = await Promise.all([get(KEYS.acme), get(KEYS.acme)]);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ jobs: [{ tenant: 'acme', state: 'promoted' }] });
    }
    expect(asked).toEqual(['acme']);
  });

  it.each([
    ['no key', undefined],
    ['a key that nobody has', 'vdt_of-nobody-at-all-nobody'],
  ])('given %s, then it is refused', async (_, key) => {
    expect(await get(key)).toMatchObject({ status: 401, body: { type: 'urn:vedette:problem:key_unknown' } });
  });

  it('given a log that cannot be read, then says that it is not now, and asks anew the next time', async () => {
    asked.length = 0;
    expect(await get(KEYS.beta)).toMatchObject({ status: 503 });
    expect(await get(KEYS.beta)).toMatchObject({ status: 503 });
    expect(asked).toEqual(['beta', 'beta']);
  });
});
