import { isCity, mayBeCity } from '../names/known-words.ts';
import { type NameWord, nameRuns } from '../names/name-words.ts';
import type { Finding } from '../personal-type.ts';
import { isAfter, matches, type Recogniser } from '../recogniser.ts';
import { isCountry, isRegion } from './regions.ts';

const LONGEST = 5;
/** After these words even a common word is a place. */
const IN =
  /(?<![a-z])(?:in|from|to|at|near|of|en|de|desde|hacia|a|reside en|vive en|natural de|procedente de|visit(?:ing|ed)?|live[sd]? in|moved to|localidad|ciudad|provincia|born in|\d{4,5})[,:]? ?\(?$/;
const POST_CODE =
  /(?<![\w.,/-])(?<value>\d{5})(?![\w-])(?=[ ,.-]{1,3}\(?\p{Lu}\p{L}{2})|(?:C\.? ?P\.?|[Cc][óo]digo [Pp]ostal|ZIP(?: code)?|[Zz]ip(?: code)?|[Pp]ost ?code)(?: is)?[: ]{0,3}(?<value>(?:\d{3,6}(?:[ -]\d{2,4})?(?: [A-Z]{2})?|[A-Z]{1,2}-?\d[A-Z\d]{0,4}(?: ?\d[A-Z]{1,2}\d?)?))(?!\w)/dgu;

/** Towns, regions, countries and post codes of sentences. */
export const places: Recogniser = ({ text, plain, kind }) => {
  const found: Finding[] = matches(text, POST_CODE, 'PLACE', 1);
  for (const run of nameRuns(text, kind)) {
    for (let at = 0; at < run.length; ) {
      const count = longestPlace(plain, run, at);
      if (count > 0) {
        const [start, end] = [(run[at] as NameWord).start, (run[at + count - 1] as NameWord).end];
        found.push({ start, end, type: 'PLACE', sureness: 1 });
      }
      at += Math.max(1, count);
    }
  }
  return found;
};

/** How many words from a place on name a town, a region or a country: the most that do. */
function longestPlace(plain: string, run: readonly NameWord[], at: number): number {
  const start = (run[at] as NameWord).start;
  for (let count = Math.min(LONGEST, run.length - at); count > 0; count--) {
    const name = plain.slice(start, (run[at + count - 1] as NameWord).end);
    if (isCity(name) || isCountry(name) || isRegion(name)) return count;
    if (mayBeCity(name) && isAfter(plain, start, IN)) return count;
  }
  return 0;
}
