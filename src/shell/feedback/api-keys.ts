import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key that somebody holds, of which nobody else knows more than the hash. */
export interface ApiKey {
  readonly tenant: string;
  /** SHA-256 of the key, in hex. */
  readonly hash: string;
  /** Who holds it: the author of what comes with it. */
  readonly login: string;
}

const KEY_BYTES = 32;
/** So that scanners of code know one that was left lying about. */
const PREFIX = 'vdt_';

/** A key that nobody has yet. */
export const newApiKey = (): string => `${PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`;

/** What may be written down of a key. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key, 'utf8').digest('hex');

/** Whose key it is that a request shows; null: nobody's. Takes as long for one as for the other. */
export function keyHolder(keys: readonly ApiKey[]): (authorization: string | undefined) => ApiKey | null {
  return (authorization = '') => {
    const [, shown = ''] = /^Bearer ([\w-]{20,100})$/i.exec(authorization) ?? [];
    const hash = Buffer.from(hashOfKey(shown));
    let holder: ApiKey | null = null;
    for (const key of keys) if (timingSafeEqual(hash, Buffer.from(key.hash))) holder = key;
    return holder;
  };
}
