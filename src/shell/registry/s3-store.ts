import { AwsClient } from 'aws4fetch';
import { RetriableError } from '../../stage.ts';
import { ModelStoreRefusal, type ObjectStore, type StoredObject, tooLarge } from './object-store.ts';
import { foldersOf, nextPage } from './s3-listing.ts';

/** A bucket, and who asks. Nothing of the login is ever logged. */
export interface S3Config {
  /** Such as https://s3.eu-central-1.amazonaws.com; the bucket is put behind it as a path. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** What every path begins with; empty, or without a slash at its end. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const ANSWER_WITHIN_MS = 30_000;
const RETRIES = 3;
/** A thousand names each. */
const MOST_PAGES = 20;
const LISTING_LIMIT_BYTES = 4_000_000;

/** Files in a bucket that speaks the protocol of S3, with its conditional writes (If-Match, If-None-Match). */
export function s3Store(config: S3Config): ObjectStore {
  const { accessKeyId, secretAccessKey, sessionToken, region, prefix } = config;
  const login = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  const client = new AwsClient({ ...login, region, service: 's3', retries: RETRIES });
  const bucket = `${config.endpoint.replace(/\/+$/, '')}/${config.bucket}`;
  const keyOf = (path: string) => [prefix, path].filter(Boolean).join('/');
  const ask: Ask = (url, init) => asked(client, url, init);
  return {
    async folders(path) {
      const top = keyOf(path);
      return foldersBelow(ask, bucket, top === '' ? '' : `${top}/`);
    },
    read: (path, limitBytes) => readObject(ask, `${bucket}/${keyOf(path)}`, path, limitBytes),
    async replace(path, bytes, revision) {
      const condition = revision === null ? { 'If-None-Match': '*' } : { 'If-Match': revision };
      const headers = { 'Content-Type': 'application/json', ...condition };
      const answer = await ask(`${bucket}/${keyOf(path)}`, { method: 'PUT', body: Buffer.from(bytes), headers });
      await answer.body?.cancel();
      // gone, changed, or being changed at this moment
      if ([404, 409, 412].includes(answer.status)) return false;
      if (!answer.ok) throw refusal(answer.status, path);
      return true;
    },
  };
}

type Ask = (url: string, init?: RequestInit) => Promise<Response>;

async function asked(client: AwsClient, url: string, init: RequestInit = {}): Promise<Response> {
  const answer = await client.fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch((cause) => {
    // the cause holds the request, and with it the login
    throw new RetriableError(`the model registry at ${new URL(url).host} does not answer: ${codeOf(cause)}`);
  });
  if (answer.status < 500 && answer.status !== 429) return answer;
  await answer.body?.cancel();
  throw new RetriableError(`the model registry at ${new URL(url).host} answers ${answer.status}`);
}

const codeOf = (error: { name?: string; cause?: { code?: string } }): string =>
  error.cause?.code ?? error.name ?? 'no answer';

async function foldersBelow(ask: Ask, bucket: string, prefix: string): Promise<readonly string[]> {
  const found: string[] = [];
  let token: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({ 'list-type': '2', delimiter: '/', prefix });
    if (token !== null) query.set('continuation-token', token);
    const answer = await ask(`${bucket}?${query}`);
    if (!answer.ok) {
      await answer.body?.cancel();
      throw refusal(answer.status, prefix);
    }
    const text = Buffer.from(await bounded(answer, prefix, LISTING_LIMIT_BYTES)).toString();
    found.push(...foldersOf(text, prefix));
    token = nextPage(text);
    if (token === null) return found;
  }
  throw new ModelStoreRefusal(`more than ${MOST_PAGES * 1000} folders below ${prefix || 'the bucket'}`);
}

async function readObject(ask: Ask, url: string, path: string, limitBytes: number): Promise<StoredObject | null> {
  const answer = await ask(url);
  if (answer.ok) return { bytes: await bounded(answer, path, limitBytes), revision: answer.headers.get('etag') ?? '' };
  await answer.body?.cancel();
  if (answer.status === 404) return null;
  throw refusal(answer.status, path);
}

/** The body, but not more than the limit whatever was announced. */
async function bounded(answer: Response, path: string, limitBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of answer.body ?? []) {
      length += part.byteLength;
      if (length > limitBytes) throw tooLarge(path, length, limitBytes);
      parts.push(part);
    }
  } catch (cause) {
    if (cause instanceof ModelStoreRefusal) throw cause;
    throw new RetriableError(`the model registry broke off in the middle of ${path}`);
  }
  return Buffer.concat(parts);
}

function refusal(status: number, path: string): ModelStoreRefusal {
  const why =
    status === 401 || status === 403
      ? 'look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the rights of the key'
      : '';
  return new ModelStoreRefusal(`the model registry refuses ${path || 'the bucket'} with ${status}${why && `: ${why}`}`);
}
