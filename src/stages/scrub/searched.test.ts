import { describe, expect, it } from '@jest/globals';
import { feedback, givenScrub, KINDS, type Kind } from '../../../test/feedback.ts';
import { RetriableError } from '../../stage.ts';
import type { PersonalFinder, PersonalSpan } from './ports.ts';

const WORD = 'umbrella';

/** Finds a word that no recogniser knows. */
const finder = (word: string): PersonalFinder & { readonly asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    async findings(text) {
      asked.push(text);
      const start = text.indexOf(word);
      return start < 0 ? [] : [{ start, end: start + word.length, type: 'PERSON' } satisfies PersonalSpan];
    },
  };
};

const SAID: Readonly<Record<Kind, object>> = {
  verdict: { reason: `it was ${WORD}` },
  correction: { draft: `the tool is ${WORD} now.`, corrected: `The tool was ${WORD} now.` },
  entity: { wrong: WORD, right: `${WORD}-kit`, type: 'tool' },
  label: { event: `event ${WORD}`, label: `bad ${WORD}` },
  silence: { reason: `it was ${WORD}` },
  close: { reason: `it was ${WORD}` },
};

describe('what others find', () => {
  it.each(KINDS)(
    'given a %s with a word that another finder knows, then it goes, and without the finder it stays',
    async (kind) => {
      const said = feedback(kind, SAID[kind]);
      const alone = await givenScrub();
      await alone.when(said);
      expect(JSON.stringify(alone.sent)).toContain(WORD);
      const [one, two] = [finder(WORD), finder('what nobody says')];
      const stage = await givenScrub({ finders: [two, one] });
      await stage.when(said);
      expect(stage.sent).toHaveLength(1);
      expect(JSON.stringify(stage.sent)).not.toContain(WORD);
      expect(two.asked).toEqual(one.asked);
    },
  );

  it('given a finder that is away, then nothing goes on and nothing becomes a dead letter', async () => {
    const away: PersonalFinder = { findings: () => Promise.reject(new RetriableError('away')) };
    const stage = await givenScrub({ finders: [away] });
    await expect(stage.when(feedback('verdict', SAID.verdict))).rejects.toBeInstanceOf(RetriableError);
    expect(stage.sent).toEqual([]);
  });

  it('given feedback that is refused, then nobody is asked about it', async () => {
    const one = finder(WORD);
    const stage = await givenScrub({ finders: [one] });
    await stage.whenOf('beta', feedback('verdict', SAID.verdict));
    expect(one.asked).toEqual([]);
  });
});
