import { inCodePoints } from '../../detectors/personal-data/code-points.ts';
import { IDS_PER_TOKEN, TAGGER_VOCABULARY } from '../../detectors/personal-data/tagger/token-ids.ts';
import { TOKEN_HASH, TOKEN_SET, tokenRows } from '../../detectors/personal-data/tagger/token-rows.ts';
import { tokensOf } from '../../detectors/personal-data/tagger/tokens.ts';
import { MARGIN, WINDOW } from '../../detectors/personal-data/tagger/windows.ts';
import { jsonLine, write } from '../output.ts';
import { type NamedText, readTexts } from './read-texts.ts';

/** What a reader has to know of every line, once a file. */
const HEADER = {
  ...{ featureSet: TOKEN_SET, featureHash: TOKEN_HASH, vocabulary: TAGGER_VOCABULARY },
  ...{ idsPerToken: IDS_PER_TOKEN, window: WINDOW, margin: MARGIN },
};

/** Writes what the tagger reads of each text, for the trainer: where tokens stand, in code points, and their ids. */
export async function writeTokens(file: string): Promise<void> {
  await write(`${JSON.stringify(HEADER)}\n`);
  for await (const texts of readTexts(file)) await write(texts.map(tokenLine).join(''));
}

function tokenLine({ id, text }: NamedText): string {
  const tokens = tokensOf(text);
  const places = inCodePoints(
    text,
    tokens.map(({ start, end }) => ({ start, end, type: 'PERSON' })),
  );
  const [starts, ends] = [places.map(({ start }) => start), places.map(({ end }) => end)];
  return `${jsonLine({ id, starts, ends, ids: [...tokenRows(tokens)] })}\n`;
}
