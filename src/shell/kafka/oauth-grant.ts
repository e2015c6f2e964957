import { checkedToken, LoginRefused, retriable } from './oauth-errors.ts';

/** Who we are to an authorization server: the client credentials grant of RFC 6749. */
export interface TokenClient {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Empty: none. */
  readonly scope: string;
}

export interface Granted {
  readonly token: string;
  readonly livesMs: number;
}

const ANSWER_WITHIN_MS = 10_000;
const MAX_ANSWER_BYTES = 128 * 1024;
/** RFC 6749 lets the answer say nothing of it. */
const LIVES_MS = 300_000;

/** One token. Throws LoginRefused where we are refused, and what the library repeats where there is no answer. */
export async function askForToken(client: TokenClient): Promise<Granted> {
  const { status, text } = await post(client);
  const body = parsed(text);
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    throw new LoginRefused(`the OAuth token URL refuses us: status ${status} (${errorCode(body.error)})`);
  if (status !== 200) throw retriable(`the OAuth token URL answers with status ${status}`);
  if (typeof body.access_token !== 'string')
    throw new LoginRefused('the answer of the OAuth token URL has no access_token');
  const seconds = Number(body.expires_in);
  const livesMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : LIVES_MS;
  return { token: checkedToken(body.access_token, 'the answer of the OAuth token URL'), livesMs };
}

async function post({ url, clientId, clientSecret, scope }: TokenClient) {
  const login = [clientId, clientSecret].map(encodeURIComponent).join(':');
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}`, accept: 'application/json' },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }),
      // a secret goes where it was meant to go
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return { status: response.status, text: await bounded(response) };
  } catch (error) {
    const { cause, name, message } = error as Error;
    const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? (message === TOO_LARGE ? message : name);
    throw retriable(`the OAuth token URL does not answer (${code})`);
  }
}

const TOO_LARGE = 'too much';

async function bounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(TOO_LARGE);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** An answer that is no object says nothing. */
function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/** invalid_client and the like; never what else a server may say. */
const errorCode = (error: unknown): string =>
  typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : 'no reason given';
