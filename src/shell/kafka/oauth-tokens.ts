import { readText } from '../read-text.ts';
import { checkedToken, retriable } from './oauth-errors.ts';
import { askForToken, type Granted, type TokenClient } from './oauth-grant.ts';

/** Where tokens for the brokers come from. */
export type TokenSource = TokenClient | { readonly file: string };

export interface Tokens {
  /** A token that is good for some time yet. */
  current(): Promise<string>;
  /** The broker refuses it. */
  forget(): void;
}

/** A token is replaced this long before its end: well before the session made with it must be renewed. */
const RENEW_BEFORE_MS = 60_000;

/** Tokens of a file are read anew each time, as whoever mounts it replaces them; others are kept until shortly before their end. */
export const tokens = (source: TokenSource, ask = askForToken, now: () => number = Date.now): Tokens =>
  'file' in source
    ? { current: async () => tokenOfFile(source.file), forget() {} }
    : grantedTokens(() => ask(source), now);

function grantedTokens(ask: () => Promise<Granted>, now: () => number): Tokens {
  let kept: { readonly token: string; readonly until: number } | null = null;
  let asking: Promise<string> | null = null;

  async function renew(): Promise<string> {
    const askedAt = now();
    const { token, livesMs } = await ask();
    // one that lives for less than two minutes is kept for half its life
    kept = { token, until: askedAt + livesMs - Math.min(RENEW_BEFORE_MS, livesMs / 2) };
    return token;
  }

  return {
    async current() {
      if (kept && now() < kept.until) return kept.token;
      asking ??= renew().finally(() => {
        asking = null;
      });
      return asking;
    },
    forget() {
      kept = null;
    },
  };
}

const MAX_FILE_BYTES = 64 * 1024;

function tokenOfFile(path: string): string {
  const from = `KAFKA_OAUTH_TOKEN_FILE: ${path}`;
  return checkedToken(textOf(path, from).trim(), from);
}

function textOf(path: string, from: string): string {
  try {
    return readText(path, MAX_FILE_BYTES);
  } catch (cause) {
    throw retriable(`${from}: ${(cause as Error).message}`);
  }
}
