import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AUDIENCE } from '../../scripts/stack/kafka-security.ts';
import { KEY_ID, secretsOf } from '../../scripts/stack/secrets.ts';
import type { Settings } from '../../scripts/stack/settings.ts';

/** An authorization server on loopback that gives tokens to one client. */
export interface TokenServer {
  readonly url: string;
  /** Requests so far: authorization and body. */
  readonly asked: readonly { readonly authorization: string; readonly body: string }[];
  close(): Promise<void>;
}

export interface TokenServerOptions {
  readonly client: string;
  readonly secret: string;
  readonly livesSeconds: number;
  readonly token: () => string;
}

export async function tokenServer({ client, secret, livesSeconds, token }: TokenServerOptions): Promise<TokenServer> {
  const asked: { authorization: string; body: string }[] = [];
  const expected = `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`;
  const server = createServer(async (request, response) => {
    const { authorization = '' } = request.headers;
    asked.push({ authorization, body: await bodyOf(request) });
    const isKnown = authorization === expected;
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(isKnown ? { access_token: token(), expires_in: livesSeconds } : { error: 'invalid_client' }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/token`, asked, close: async () => void server.close() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** A token of the secured stack for a user. */
export function signedToken(settings: Settings, user: string, livesSeconds: number): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: user, aud: AUDIENCE, iss: 'stack', iat: now, exp: now + livesSeconds, scope: 'kafka' };
  const unsigned = `${part({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })}.${part(claims)}`;
  const key = createPrivateKey(readFileSync(secretsOf(settings).tokenKey));
  return `${unsigned}.${sign('sha256', Buffer.from(unsigned), key).toString('base64url')}`;
}
