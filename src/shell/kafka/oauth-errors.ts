/** The broker, or who gives out tokens, knows us not: trying again with the same would not help. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
  /** Read by the library. */
  readonly retriable = false;
}

/** The library tries again only what says that it may. */
export const retriable = (message: string): Error => Object.assign(new Error(message), { retriable: true });

const MAX_TOKEN = 64 * 1024;
/** What a bearer token is made of (RFC 6750), and nothing that would end it within the message. */
const TOKEN = /^[\w.~+/-]+=*$/;

/** Throws LoginRefused, without the text, where it can be no token. */
export function checkedToken(token: string, from: string): string {
  if (token.length <= MAX_TOKEN && TOKEN.test(token)) return token;
  throw new LoginRefused(`${from} holds no token`);
}
