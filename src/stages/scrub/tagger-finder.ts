import { type TaggerPort, taggedText } from '../../models/tagger.ts';
import { RetriableError } from '../../stage.ts';
import type { PersonalFinder } from './ports.ts';

/** A tagger as a finder; the language decides nothing. Where it does not answer in time, that is a RetriableError. */
export function taggerFinder(tagger: TaggerPort, deadlineMs: number): PersonalFinder {
  return {
    async findings(text) {
      const answer = await taggedText(tagger, text, deadlineMs);
      if (!answer.ok) throw new RetriableError(`the tagger has not answered: ${answer.reason}`);
      return answer.findings;
    },
  };
}
