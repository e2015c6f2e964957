import { z } from 'zod';

/** A URL with one of the protocols. */
export const url = (...protocols: string[]) =>
  z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''), {
    message: `must be a URL with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

/** Who asks a URL with a login by HTTP is refused by Node, with the login in the message. */
export const hasLogin = (text: string): boolean => {
  const { username = '', password = '' } = URL.parse(text) ?? {};
  return username !== '' || password !== '';
};
