import { createHash } from 'node:crypto';
import { IDS_PER_TOKEN, TAGGER_VOCABULARY, writeIds } from './token-ids.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Ids of tokens, one token after the other. */
export function tokenRows(tokens: readonly Token[]): Int32Array<ArrayBuffer> {
  const ids = new Int32Array(tokens.length * IDS_PER_TOKEN);
  for (const [at, token] of tokens.entries()) writeIds(token, ids, at * IDS_PER_TOKEN);
  return ids;
}

/** Names what ids mean: a tagger reads only those that it was trained on. */
export const TOKEN_SET = 'vedette-tokens-1';

const PROBE = "Sra. Núñez-O'Neil, C/ MAYOR 12, 3º\n28013 Alcorcón iPhone (user=ana_7) walks +34 600 100 200 Zażółć";

/** First 16 hex digits of the SHA-256 over the ids of a text: whoever changes how ids are made changes it. */
export const TOKEN_HASH = createHash('sha256')
  .update([TOKEN_SET, TAGGER_VOCABULARY, ...tokenRows(tokensOf(PROBE))].join('\n'))
  .digest('hex')
  .slice(0, 16);
