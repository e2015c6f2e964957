import type { Finding } from '../personal-type.ts';
import { allMatches, isAfter, type Recogniser } from '../recogniser.ts';

/** Real Decreto 2822/1998, annex XVIII: four digits and three consonants; before 2000 the province and one or two letters. */
const SPANISH = /(?<![\w.-])(?:\d{4}[ -]?[B-DF-HJ-NP-TV-Z]{3}|[A-Z]{1,2}[ -]?\d{4}[ -]?[A-Z]{1,2})(?![\w-])/gi;
const OTHER =
  /(?<![\w.-])(?=[A-Z0-9 -]{0,8}\d)(?:[A-Z]{2,3}[ -]?\d{3,4}[A-Z]?|[A-Z]{2}[ -]?\d{3}[ -]?[A-Z]{2}|\d{3}[ -]?[A-Z]{3})(?![\w-])/gi;
const WORDS =
  /(?:matriculas?|placas?|patente|licen[cs]e plate|number plate|plates?|reg(?:istration)? (?:no|number)|vehiculo|vehicle|coche|turismo|furgoneta|parking|automovil|car)\b["'.:=#\s]{0,4}(?:[a-z]{1,12}[\s:]{1,2}){0,3}$/;

/** Plates of cars, where words say so. */
export const plates: Recogniser = ({ text, plain }) => {
  const found: Finding[] = [];
  for (const pattern of [SPANISH, OTHER])
    for (const { 0: plate, index } of allMatches(text, pattern))
      if (isAfter(plain, index, WORDS))
        found.push({ start: index, end: index + plate.length, type: 'PLATE', sureness: 2 });
  return found;
};
