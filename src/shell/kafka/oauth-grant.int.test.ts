import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { askForToken } from './oauth-grant.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function urlOf(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
}

const answering =
  (status: number, body: unknown): RequestListener =>
  (_, response) => {
    response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

const ask = async (answer: RequestListener) =>
  askForToken({ url: await urlOf(answer), clientId: 'c', clientSecret: 'canary', scope: '' });

describe('an authorization server', () => {
  it.each([
    [{ access_token: 'abc', expires_in: 60 }, 60_000],
    [{ access_token: 'abc', expires_in: '60' }, 60_000],
    [{ access_token: 'abc' }, 300_000],
    [{ access_token: 'abc', expires_in: -1 }, 300_000],
  ])('grants %j', async (body, livesMs) => {
    expect(await ask(answering(200, body))).toEqual({ token: 'abc', livesMs });
  });

  it.each([
    ['a wrong secret', 401, { error: 'invalid_client' }, /refuses us: status 401 \(invalid_client\)/, false],
    ['a reason that is no word', 400, { error: 'canary says <b>' }, /status 400 \(no reason given\)/, false],
    ['no token', 200, { token: 'canary' }, /has no access_token/, false],
    ['a token that is none', 200, { access_token: 'canary canary' }, /holds no token/, false],
    ['no JSON', 200, 'canary', /has no access_token/, false],
    ['null', 200, null, /has no access_token/, false],
    ['a failure', 503, 'canary', /answers with status 503/, true],
    ['too much to do', 429, {}, /answers with status 429/, true],
    ['more than can be a token', 200, 'canary'.repeat(50_000), /does not answer \(too much\)/, true],
    ['another place', 302, '', /does not answer/, true],
  ])('says %s: told without what it said', async (_, status, body, message, retriable) => {
    const failure = await ask(answering(status, body)).catch((cause) => cause);
    expect(failure).toMatchObject({ message: expect.stringMatching(message), retriable });
    expect(failure.message).not.toContain('canary');
  });

  it('that is not there can be waited for', async () => {
    const url = await urlOf(answering(200, {}));
    for (const close of closing.splice(0)) close();
    const client = { url, clientId: 'c', clientSecret: 's', scope: '' };
    await expect(askForToken(client)).rejects.toMatchObject({
      retriable: true,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
