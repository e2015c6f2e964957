import type { Finding } from '../personal-type.ts';
import { matches, type Recogniser } from '../recogniser.ts';

const MONTH =
  '(?:ene(?:ro)?|feb(?:rero|ruary)?|mar(?:zo|ch)?|abr(?:il)?|apr(?:il)?|may(?:o)?|jun(?:io|e)?|jul(?:io|y)?|ago(?:sto)?|aug(?:ust)?|sep(?:t(?:iembre|ember)?)?|setiembre|oct(?:ubre|ober)?|nov(?:iembre|ember)?|dic(?:iembre)?|dec(?:ember)?|jan(?:uary)?)\\.?';
const CLOCK = '(?:[T ,]{1,2}(?:at |a las )?\\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[ap]\\.?m\\.?)?)?';
const DATES = new RegExp(
  `(?<![a-z0-9./-])(?:${[
    `\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}${CLOCK}`,
    `\\d{1,2}([-/.])\\d{1,2}\\1(?:\\d{4}|\\d{2})${CLOCK}`,
    `(?:el )?\\d{1,2}(?:st|nd|rd|th|º)?(?:,? (?:de |of )?|-)${MONTH}(?:(?:,? (?:de |del |del ano )?|-)\\d{2,4})?`,
    `${MONTH} \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?`,
    `${MONTH}(?:,? (?:de |del |del ano )?|-)\\d{4}`,
    '(?:ano|anos) (?:19|20)\\d{2}',
  ].join('|')})(?![a-z0-9/]|-\\d)`,
  'g',
);
const MONTH_ALONE =
  /(?<=\b(?:en|in|de|desde|since|hasta|until|last|pasado|during|mes de) )(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|january|february|april|june|july|august|september|october|november|december)\b/g;
const YEAR =
  /(?<=\b(?:en|in|desde|since|hasta|until|del|de|from|to|y|entre|between|durante|during|around|ano|a|the|of|early|late) )(?:19[2-9]\d|20[0-4]\d)(?![\d.,/%-]?\w| ?(?:mg|ml|g|u|cc|kcal|ui|euros)\b)/g;
const WEEKDAY =
  /\b(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|lunes|martes|miercoles|jueves|viernes|sabado|domingo|yesterday|tomorrow|ayer)\b/g;

/** Days, months and years of sentences. */
export const dates: Recogniser = ({ plain, lang }) => {
  const found: Finding[] = [
    ...matches(plain, DATES, 'DATE', 1),
    ...matches(plain, YEAR, 'DATE', 1),
    ...matches(plain, MONTH_ALONE, 'DATE', 1),
  ];
  return lang === 'en' ? [...found, ...matches(plain, WEEKDAY, 'DATE', 1)] : found;
};
