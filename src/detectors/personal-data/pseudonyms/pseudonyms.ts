import { createHmac, createSecretKey } from 'node:crypto';
import { normalText } from '../normal-text.ts';
import type { PersonalType } from '../personal-type.ts';
import { plainText } from '../plain-text.ts';
import { digestStream } from './digest-stream.ts';
import { shapeOf } from './shapes.ts';
import { maySomebodyHave } from './somebody.ts';

/** A made-up value for a real one. The same value of a type gives the same, however it is spaced, dotted or capitalised. */
export type Pseudonyms = (type: PersonalType, value: string) => string;

const TRIES = 64;
const SHORTEST_SECRET = 16;
const WRITTEN_AS_WORDS: ReadonlySet<PersonalType> = new Set(['PERSON', 'ADDRESS', 'PLACE', 'ORGANIZATION', 'BLOCKED']);
/** Upper and lower case are not the same secret. */
const EXACT: ReadonlySet<PersonalType> = new Set(['SECRET', 'URL']);

/**
 * Pseudonyms of one tenant: HMAC-SHA-256 under a key that follows from the secret and the tenant, per type, in the format
 * of the value, and never a number that keeps the rule of its type. Throws when the secret has under 16 bytes.
 */
export function pseudonymsOf(secret: Uint8Array, tenant: string): Pseudonyms {
  if (secret.length < SHORTEST_SECRET) throw new RangeError('the secret of pseudonyms has at least 16 bytes');
  const key = createSecretKey(createHmac('sha256', secret).update(tenant, 'utf8').digest());
  return (type, value) => {
    const said = canonical(type, value);
    // digits of other scripts and letters dressed up are no shape of their own: a shape would leave them
    const { text } = normalText(value);
    let made = '';
    for (let attempt = 0; attempt < TRIES; attempt++) {
      made = shapeOf(type)(text, digestStream(key, `${type}\0${attempt}\0${said}`));
      if (canonical(type, made) !== said && !maySomebodyHave(type, made)) break;
    }
    return made;
  };
}

/** What a value says, however it is written. */
function canonical(type: PersonalType, value: string): string {
  const { text } = normalText(value);
  if (EXACT.has(type)) return text;
  const plain = plainText(text);
  return WRITTEN_AS_WORDS.has(type)
    ? plain.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
    : plain.replaceAll(/[ .\-/()]/g, '');
}
