import { boundedBody } from '../bounded-body.ts';

/** A server of the Open Inference Protocol v2, and who asks. */
export interface ServerConfig {
  /** Such as http://triton:8000. */
  readonly url: string;
  /** Sent as bearer; empty: none. Never logged. */
  readonly token: string;
  /** How long one answer may take. */
  readonly attemptMs: number;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

export interface Ask {
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly withinMs: number;
}

/** Larger than any answer for 64 rows, however it is written. */
const ANSWER_LIMIT_BYTES = 256_000;

/** Asks the server once. Throws where it does not answer within the time, or with too much. */
export async function askServer({ url, token }: ServerConfig, path: string, ask: Ask): Promise<ServerAnswer> {
  const answer = await fetch(`${url.replace(/\/+$/, '')}${path}`, {
    method: ask.body ? 'POST' : 'GET',
    ...(ask.body && { body: ask.body }),
    headers: { ...ask.headers, ...(token !== '' && { authorization: `Bearer ${token}` }) },
    // the token is for this server alone
    redirect: 'error',
    signal: AbortSignal.timeout(Math.max(1, Math.ceil(ask.withinMs))),
  });
  return { status: answer.status, headers: answer.headers, body: await boundedBody(answer, ANSWER_LIMIT_BYTES) };
}
