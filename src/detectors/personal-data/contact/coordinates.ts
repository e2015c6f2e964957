import type { Finding } from '../personal-type.ts';
import { allMatches, type Recogniser } from '../recogniser.ts';

/** Four decimals name a building; fewer need the words of the field. */
const PAIR =
  /(?<![\w.-])[-+]?(\d{1,2}\.\d{4,12}) ?°? ?[NS]?[,;/ ]{1,3}[-+]?(\d{1,3}\.\d{4,12}) ?°? ?(?:[EWO]\b)?(?![\w]|\.\d)/g;
const FIELD =
  /(?<![a-z0-9])(?:lat|lon|lng|long|latitude?|longitude?|latitud|longitud|gps|coord(?:s|enadas|inates)?|geo|location|ubicacion|posicion)["']{0,2} ?[:= ]{1,2}[ "'({[]{0,3}(?<value>[-+]?\d{1,3}\.\d{1,15}(?:[,; ]{1,2}[-+]?\d{1,3}\.\d{1,15})?)/dg;
const DEGREES =
  /(?<![\w.])\d{1,3} ?° ?\d{1,2} ?['′] ?(?:\d{1,2}(?:\.\d{1,6})? ?(?:["″]|'') ?)?[NSEWO]\b(?:[ ,]{1,2}\d{1,3} ?° ?\d{1,2} ?['′] ?(?:\d{1,2}(?:\.\d{1,6})? ?(?:["″]|'') ?)?[NSEWO]\b)?/g;

/** Places on earth. */
export const coordinates: Recogniser = ({ text, plain }) => {
  const found: Finding[] = [];
  const add = (start: number, end: number) => found.push({ start, end, type: 'GEO', sureness: 2 });
  for (const { 0: pair, 1: lat, 2: lon, index } of allMatches(text, PAIR))
    if (Number(lat) <= 90 && Number(lon) <= 180) add(index, index + pair.length);
  for (const { indices } of allMatches(plain, FIELD)) {
    const place = indices?.groups?.value;
    if (place) add(...place);
  }
  if (text.includes('°'))
    for (const { 0: written, index } of allMatches(text, DEGREES)) add(index, index + written.length);
  return found;
};
