import type { Mechanism } from 'kafkajs';
import { LoginRefused } from './oauth-errors.ts';
import type { Tokens } from './oauth-tokens.ts';

/**
 * SASL OAUTHBEARER (RFC 7628). The library's own takes a refused token for an accepted one: the broker tells of it in a
 * message that asks for a reply, and the library does not read that message. The connection then breaks at the next
 * request, and is made again for ever.
 */
export const oauthBearer =
  (tokens: Tokens): Mechanism['authenticationProvider'] =>
  ({ saslAuthenticate }) => ({
    async authenticate() {
      const token = await tokens.current();
      const refusal = await saslAuthenticate({ request: { encode: () => framed(firstMessage(token)) }, response });
      if (!refusal) return;
      tokens.forget();
      throw new LoginRefused(`the broker refuses the OAuth token (${refusal})`);
    },
  });

const firstMessage = (token: string) => `n,,\u0001auth=Bearer ${token}\u0001\u0001`;

function framed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const size = Buffer.alloc(4);
  size.writeInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

/** Empty where the broker agrees; else its status, as far as it is one word. */
const response = {
  decode: (raw: Buffer) => raw.subarray(4),
  parse: (bytes: Buffer) =>
    bytes.length === 0 ? '' : (/"status"\s*:\s*"(\w{1,40})"/.exec(`${bytes}`)?.[1] ?? 'no status'),
};
