import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FEEDBACK_SUBMITTED, type Feedback, TOPICS } from '../../domain/contracts.gen.ts';
import { memoryBroker } from '../../memory/broker.ts';
import { virtualClock } from '../../memory/clock.ts';
import { memoryCodec } from '../../memory/codec.ts';
import { RetriableError } from '../../stage.ts';
import { systemClock } from '../clock.ts';
import { serveHttp } from '../http.ts';
import { hashOfKey, newApiKey } from './api-keys.ts';
import { feedbackGate } from './gate.ts';
import type { FeedbackApi } from './route.ts';

const KEY = newApiKey();
const OTHER_KEY = newApiKey();
const ALERT = '7c9e6679-7425-50de-944b-e07fc1f90ae7';
const verdict = (facts: object = {}) => ({ kind: 'verdict', alert: ALERT, verdict: 'false_positive', ...facts });

let close = async () => {};
afterEach(() => close());

async function given(facts: Partial<FeedbackApi> = {}) {
  const logged: string[] = [];
  const note = (said: object, message: string) => void logged.push(JSON.stringify(said) + message);
  const counted: string[] = [];
  const broker = memoryBroker({ topics: TOPICS, now: () => 1, drive: 'manual' });
  const codec = memoryCodec();
  const server = await serveHttp({
    port: 0,
    live: () => ({ ok: true, faults: [] }),
    ready: () => ({ ok: true, faults: [] }),
    metrics: async () => ({ text: '', contentType: 'text/plain' }),
    feedback: {
      keys: [
        { tenant: 'acme', hash: hashOfKey(KEY), login: 'ana' },
        { tenant: 'beta', hash: hashOfKey(OTHER_KEY), login: 'bea' },
      ],
      ...{ perSecond: 1000, limits: { longestText: 131_072, longestNote: 8_000 }, clock: systemClock },
      gate: feedbackGate(broker, codec),
      logger: { info: note, warn: note, error: note },
      metrics: { count: (_, { status = '' }) => void counted.push(status), gauge() {}, observe() {} },
      ...facts,
    },
  });
  close = () => server.close();
  const url = `http://127.0.0.1:${server.port}/v1/feedback`;
  async function post(body: unknown, headers: Record<string, string> = {}, method = 'POST') {
    const answer = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
      ...(method === 'POST' && {
        body: body instanceof Uint8Array ? Buffer.from(body) : typeof body === 'string' ? body : JSON.stringify(body),
      }),
    });
    const told = await answer.json();
    return {
      status: answer.status,
      headers: answer.headers,
      type: answer.headers.get('content-type'),
      told: told as Told,
    };
  }
  async function stored() {
    const records = [];
    for await (const { key, value, headers, partition } of broker.readAll(FEEDBACK_SUBMITTED.name)) {
      const decoded = await codec.decode(FEEDBACK_SUBMITTED.name, value as Uint8Array);
      const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString();
      records.push({
        ...{ key: text(key), partition, tenant: text(headers['tenant-id']), ceId: text(headers.ce_id) },
        value: (decoded as { value: Feedback }).value,
      });
    }
    return records;
  }
  return { post, stored, logged, counted, url, port: server.port };
}
interface Told {
  readonly ids?: readonly string[];
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly faults?: readonly { readonly at: string; readonly fault: string }[];
}

describe('feedback over HTTP', () => {
  it('given a verdict, then it is stored under tenant and author of the key, and its id is answered', async () => {
    const { post, stored, counted } = await given();
    const { status, told } = await post(verdict({ id: 'v1', reason: 'ours', time: 1_700_000_000_000 }));
    expect([status, told]).toEqual([202, { ids: ['v1'] }]);
    expect(await stored()).toEqual([
      {
        ...{ key: 'acme/ana', partition: expect.any(Number), tenant: 'acme', ceId: 'v1' },
        value: {
          ...{ id: 'v1', tenant: 'acme', time: 1_700_000_000_000, author: 'ana' },
          body: { 'vedette.Verdict': { alert: ALERT, verdict: 'false_positive', reason: 'ours', rule: '' } },
        },
      },
    ]);
    expect(counted).toEqual(['202']);
  });

  it('given every kind in one list, then each is stored as its kind, in order', async () => {
    const { post, stored } = await given();
    const kinds = [
      verdict(),
      {
        kind: 'correction',
        draft: 'the host was lockd',
        corrected: 'The host was locked.',
        language: 'en',
        document: 'd1',
      },
      { kind: 'entity_correction', wrong: 'Mimikats', right: 'Mimikatz', type: 'tool' },
      { kind: 'label', event: 'raw/0/17', label: 'malicious' },
      { kind: 'silence', rule: 'r1', until: 2_000_000_000_000 },
      { kind: 'close', alert: ALERT },
    ];
    expect((await post(kinds)).status).toBe(202);
    expect((await stored()).map(({ value }) => Object.keys(value.body)[0])).toEqual(
      ['Verdict', 'Correction', 'EntityCorrection', 'Label', 'SilenceRequest', 'CloseRequest'].map(
        (kind) => `vedette.${kind}`,
      ),
    );
  });

  it('given the same piece again, then it has the same id, and another one for another author, text or tenant', async () => {
    const { post } = await given();
    const idOf = async (said: object, headers = {}) => (await post(said, headers)).told.ids?.[0];
    const first = await idOf(verdict());
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf(verdict())).toBe(first);
    expect(await idOf({ verdict: 'false_positive', alert: ALERT, kind: 'verdict' })).toBe(first);
    expect(await idOf(verdict({ reason: 'x' }))).not.toBe(first);
    expect(await idOf(verdict(), { authorization: `Bearer ${OTHER_KEY}` })).not.toBe(first);
  });

  it.each<[string, number, string, unknown, Record<string, string>]>([
    ['no key', 401, 'key_unknown', verdict(), { authorization: '' }],
    ['an unknown key', 401, 'key_unknown', verdict(), { authorization: `Bearer ${newApiKey()}` }],
    ['the hash instead of the key', 401, 'key_unknown', verdict(), { authorization: `Bearer ${hashOfKey(KEY)}` }],
    ['a key of another scheme', 401, 'key_unknown', verdict(), { authorization: `Basic ${KEY}` }],
    ['another tenant', 403, 'other_tenant', verdict({ tenant: 'beta' }), {}],
    ['contradictory tenants', 403, 'other_tenant', [verdict({ tenant: 'acme' }), verdict({ tenant: 'beta' })], {}],
    ['another tenant and faults', 403, 'other_tenant', [{ tenant: 'beta', kind: 'x' }], {}],
    ['no JSON', 400, 'malformed', '{"kind":', {}],
    ['nothing', 400, 'malformed', '', {}],
    ['an empty list', 400, 'malformed', [], {}],
    ['a number', 400, 'malformed', '7', {}],
    ['null', 400, 'malformed', 'null', {}],
    ['text in Latin-1', 400, 'malformed', Buffer.from('{"kind":"close","alert":"caf\u00e9"}', 'latin1'), {}],
    ['text in UTF-16', 400, 'malformed', Buffer.from(JSON.stringify(verdict()), 'utf16le'), {}],
    [
      'UTF-8 with Latin-1 in it',
      400,
      'malformed',
      Buffer.concat([Buffer.from('{"kind":"close","alert":"é'), Buffer.from([0xe9]), Buffer.from('"}')]),
      {},
    ],
    ['lists within lists', 400, 'malformed', `${'['.repeat(1_000_000)}`, {}],
    ['half a character', 400, 'malformed', '{"kind":"close","alert":"\\ud800"}', {}],
    ['an unknown kind', 400, 'malformed', { kind: 'praise' }, {}],
    ['no kind', 400, 'malformed', { alert: ALERT }, {}],
    ['an author of its own', 400, 'malformed', verdict({ author: 'boss' }), {}],
    ['an empty draft', 400, 'malformed', { kind: 'correction', draft: ' ', corrected: 'x' }, {}],
    ['an empty corrected form', 400, 'malformed', { kind: 'correction', draft: 'x', corrected: '' }, {}],
    ['equal texts', 400, 'malformed', { kind: 'correction', draft: 'x', corrected: 'x' }, {}],
    ['equal forms', 400, 'malformed', { kind: 'entity_correction', wrong: 'x', right: 'x', type: 'tool' }, {}],
    ['a silence of everything', 400, 'malformed', { kind: 'silence' }, {}],
    ['a label of nothing', 400, 'malformed', { kind: 'label', label: 'x' }, {}],
    ['one id for two pieces', 400, 'malformed', [verdict({ id: 'a' }), verdict({ id: 'a', reason: 'x' })], {}],
    ['a text longer than the stage takes', 400, 'malformed', verdict({ reason: 'x'.repeat(8_001) }), {}],
    ['a key of every object', 400, 'malformed', '{"__proto__":{"kind":"close"},"kind":"close","alert":"a"}', {}],
    ['501 pieces', 413, 'too_large', Array.from({ length: 501 }, () => verdict()), {}],
    ['10 MB', 413, 'too_large', verdict({ reason: 'x'.repeat(10_000_000) }), {}],
    ['a form', 415, 'media_type', 'kind=verdict', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['another character set', 415, 'media_type', verdict(), { 'content-type': 'application/json; charset=iso-8859-1' }],
    ['a packed body', 415, 'media_type', verdict(), { 'content-encoding': 'gzip' }],
  ])(
    'given %s, then the answer is %i %s, nothing is stored and nothing is logged',
    async (_, status, code, body, headers) => {
      const { post, stored, logged } = await given();
      const answer = await post(body, headers);
      expect(answer).toMatchObject({ status, told: { status, type: `urn:vedette:problem:${code}` } });
      expect(answer.type).toContain('application/problem+json');
      expect(answer.told.title).not.toBe('');
      expect(await stored()).toEqual([]);
      expect(logged).toEqual([]);
      expect(JSON.stringify(answer.told).length).toBeLessThan(30_000);
    },
  );

  it('given faults in several pieces, then all are told with their places, and none of the list is stored', async () => {
    const { post, stored } = await given();
    const { told } = await post([verdict(), { kind: 'praise' }, { kind: 'close', alert: '', 'a/b': 1 }]);
    expect(told.faults?.map(({ at }) => at).toSorted()).toEqual(['/1/kind', '/2', '/2/alert']);
    expect(told.faults?.find(({ at }) => at === '/1/kind')?.fault).toContain('must be verdict, correction');
    expect(await stored()).toEqual([]);
  });

  it('given a body whose length nobody has said, then it is read no further than it may be', async () => {
    const { port, stored } = await given();
    const status = await new Promise((resolve) => {
      const headers = {
        authorization: `Bearer ${KEY}`,
        'content-type': 'application/json',
        'transfer-encoding': 'chunked',
      };
      const asked = httpRequest(
        { port, host: '127.0.0.1', path: '/v1/feedback', method: 'POST', headers },
        ({ statusCode }) => {
          resolve(statusCode);
          asked.destroy();
        },
      );
      asked.on('error', () => {});
      const feed = () => {
        while (!asked.destroyed && asked.write(Buffer.alloc(65_536, 32)));
      };
      asked.on('drain', feed);
      feed();
    });
    expect(status).toBe(413);
    expect(await stored()).toEqual([]);
  });

  it('given a key that asks too often, then it waits, another key does not, and time gives it more', async () => {
    const clock = virtualClock(0);
    const { post, stored } = await given({ perSecond: 2, clock });
    const asked = async (key = KEY) => (await post(verdict(), { authorization: `Bearer ${key}` })).status;
    expect([await asked(), await asked(), await asked(), await asked()]).toEqual([202, 202, 202, 202]);
    const late = await post(verdict());
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await asked(OTHER_KEY)).toBe(202);
    await clock.advance(500);
    expect([await asked(), await asked()]).toEqual([202, 429]);
    expect(await stored()).toHaveLength(6);
  });

  it.each<[string, FeedbackApi['gate']['submit']]>([
    ['is away', () => Promise.reject(new RetriableError('Kafka: no connection'))],
    ['does not answer', () => new Promise(() => {})],
  ])('given a Kafka that %s, then the answer is 503 with when to come again', async (_, submit) => {
    const { post } = await given({ gate: { submit }, ackWithinMs: 100 });
    const answer = await post(verdict({ reason: 'hush-hush' }));
    expect(answer).toMatchObject({ status: 503, told: { type: 'urn:vedette:problem:unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it('given too many bodies at once, then those that are too many are turned away, and later ones are not', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { post } = await given({ gate: { submit: () => promise } });
    const waiting = Array.from({ length: 32 }, () => post(verdict()));
    await new Promise((later) => setTimeout(later, 300));
    expect((await post(verdict())).status).toBe(503);
    resolve();
    expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set([202]));
    expect((await post(verdict())).status).toBe(202);
  });

  it('given another method, then the answer says which one it takes', async () => {
    const { post } = await given();
    const answer = await post('', {}, 'GET');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('given no keys, then there is no such path', async () => {
    const health = { live: () => ({ ok: true, faults: [] }), ready: () => ({ ok: true, faults: [] }) };
    const server = await serveHttp({
      port: 0,
      ...health,
      metrics: async () => ({ text: '', contentType: 'text/plain' }),
    });
    close = () => server.close();
    const answer = await fetch(`http://127.0.0.1:${server.port}/v1/feedback`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
  });
});
