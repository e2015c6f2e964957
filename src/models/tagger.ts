import type { Finding } from '../detectors/personal-data/personal-type.ts';
import { TAGGED_TYPES, type Tags, taggedSpans } from '../detectors/personal-data/tagger/tagged-spans.ts';
import { IDS_PER_TOKEN } from '../detectors/personal-data/tagger/token-ids.ts';
import { TOKEN_HASH, tokenRows } from '../detectors/personal-data/tagger/token-rows.ts';
import { tokensOf } from '../detectors/personal-data/tagger/tokens.ts';
import { MARGIN, WINDOW, windowsOf } from '../detectors/personal-data/tagger/windows.ts';
import type { TaggerManifest } from './manifest.ts';

export { IDS_PER_TOKEN };

export type TaggerFailure = 'malformed_windows' | 'deadline_passed' | 'worker_died' | 'run_failed' | 'closed';

export type TaggerAnswer =
  | { readonly ok: true; readonly odds: readonly Float32Array[] }
  | { readonly ok: false; readonly reason: TaggerFailure };

/** A model that tells of the tokens of a window which type of personal data they are. Never throws. */
export interface TaggerPort {
  readonly tags: Tags;
  /**
   * For each window of ids its log-odds, tokens by types: what is said of a window depends on nothing but the window.
   * None of them may be longer than WINDOW tokens.
   */
  tag(windows: readonly Int32Array<ArrayBuffer>[], deadlineMs: number): Promise<TaggerAnswer>;
  close(): Promise<void>;
}

/** Why a tagger cannot read what this release writes; undefined where it can. */
export function taggerFault({ featureHash, idsPerToken, reach, types }: TaggerManifest): string | undefined {
  if (featureHash !== TOKEN_HASH || idsPerToken !== IDS_PER_TOKEN)
    return `was trained on other tokens (${featureHash}) than this release reads (${TOKEN_HASH})`;
  if (reach > MARGIN) return `looks ${reach} tokens far, and windows overlap by ${MARGIN}`;
  return types.every((type) => TAGGED_TYPES.some((one) => one === type))
    ? undefined
    : 'tells types that this release does not know';
}

/** What a sound tagger tells apart. */
export const tagsOf = ({ types, sure, likely }: TaggerManifest): Tags => ({
  types: types as Tags['types'],
  sure,
  likely,
});

/** Whether all of them are windows of whole tokens, none of them empty. */
export const areWindows = (windows: readonly Int32Array[]): boolean =>
  windows.every(({ length }) => length > 0 && length % IDS_PER_TOKEN === 0 && length <= WINDOW * IDS_PER_TOKEN);

/** Odds of windows that stand one behind the other, told apart; null where they are not as many as must be. */
export function oddsOfWindows(
  raw: Float32Array,
  windows: readonly Int32Array[],
  types: number,
): readonly Float32Array[] | null {
  let end = 0;
  const odds = windows.map(({ length }) => {
    const start = end;
    end += (length / IDS_PER_TOKEN) * types;
    return raw.subarray(start, end);
  });
  return end === raw.length ? odds : null;
}

export type TaggedText =
  | { readonly ok: true; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly reason: TaggerFailure };

/** Words of a text at least: one or two have nothing around them that could tell somebody's name from that of a tool. */
const FEWEST_WORDS = 3;
const WORD = /^\p{L}/u;

/** What a tagger finds in a text: nothing in one of few words. A long one is read in windows. */
export async function taggedText({ tag, tags }: TaggerPort, text: string, deadlineMs: number): Promise<TaggedText> {
  const { tokens, windows } = readText(text);
  if (tokens.filter(({ plain }) => WORD.test(plain)).length < FEWEST_WORDS) return { ok: true, findings: [] };
  const answer = await tag(windows, deadlineMs);
  if (!answer.ok) return answer;
  return { ok: true, findings: taggedSpans(tokens, joined(answer.odds, tokens.length, tags.types.length), tags) };
}

function readText(text: string) {
  const tokens = tokensOf(text);
  const ids = tokenRows(tokens);
  const windows = windowsOf(tokens.length).map(({ from, until }) =>
    ids.slice(from * IDS_PER_TOKEN, until * IDS_PER_TOKEN),
  );
  return { tokens, windows };
}

/** Of each window what counts. */
function joined(said: readonly Float32Array[], tokens: number, types: number): Float32Array {
  const odds = new Float32Array(tokens * types);
  for (const [at, { from, first, last }] of windowsOf(tokens).entries())
    odds.set((said[at] as Float32Array).subarray((first - from) * types, (last - from) * types), first * types);
  return odds;
}
