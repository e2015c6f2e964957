import type { Finding } from '../personal-type.ts';
import { allMatches, type Recogniser } from '../recogniser.ts';

/** Signs of a street in any case: a small letter begins words in texts that know no capitals. */
const WORD = "(?:\\p{L}[\\p{L}'’.-]{1,24})";
const JOIN = '(?:[ ]|\\.[ ])';
const NAME = `(?:\\d{1,3}[a-z]{0,2}${JOIN})?${WORD}(?:${JOIN}${WORD}){0,4}`;
const UNIT = '(?:apt|apartment|suite|ste|unit|flat)\\.?[ ]\\d{1,5}';
const STREET = new RegExp(
  [
    // "13813 3784 Archwood Avenue", "009 Slovenčeva 51", "6750 Koskikatu 25 Apt. 864"
    `(?<![\\p{L}\\p{N}.:/-])\\d{2,6}[ ](?:\\d{1,6}[ ])?${NAME}[ ](?:[SNEW]{1,2}[ ])?\\d{1,5}[A-Z]?\\.?(?:,?\\s{1,8}(?:${UNIT}))?(?![\\p{L}\\p{N}])`,
    `(?<![\\p{L}\\p{N}.:/-])\\d{2,6}[ ]\\d{1,6}[ ]${NAME}(?=[,\\n]|[ ]?(?:${UNIT})|$)`,
    `(?<![\\p{L}\\p{N}.:/-])\\d{2,6}[ ]${NAME}(?=,?\\s{1,8}(?:${UNIT}))`,
    // "Augsburger Strasse 36" before a unit
    `(?<![\\p{L}\\p{N}])${WORD}(?:[ ]${WORD}){0,3}[ ]\\d{1,5}(?=,?\\s{1,8}(?:${UNIT}))`,
    `(?<![\\p{L}\\p{N}])(?:${UNIT})(?![\\p{L}\\p{N}])`,
  ].join('|'),
  'giu',
);
const TOWN =
  "(?!\\p{L}{1,12}:)\\p{Lu}(?:[\\p{L}'-]{1,24}|\\p{L}{1,3}\\.)(?:[ /-](?:\\p{Lu}[\\p{L}'-]{0,24}|(?:de|la|le|les|sur|an|der|am|nad|do|da|du|des|of)(?![\\p{L}])|\\d{1,2}(?!\\d))){0,4}";
const CODE =
  '(?:\\d{3,6}(?:[ -]\\d{2,4})?(?:[ ][A-Z]{2})?|[A-Z]{1,2}\\d[A-Z\\d]?[ ]?\\d[A-Z]{2}|[A-Z]\\d[A-Z][ ]?\\d[A-Z]\\d)(?![\\p{L}\\p{N}])';
/** What follows a street: town, state, country and post code, each on its line or behind a comma. */
const REST = new RegExp(
  `(?:(?:,?[ ]{0,2}\\n{1,2}[ ]{0,8}[?>]{0,3},?[ ]{0,2}|,[ ]{1,2}\\n?[ ]{0,2}|[ ])(?:${UNIT}|${CODE}|${TOWN}(?:[ ]${CODE})?|nan(?![\\p{L}])|[A-Z]{2}(?![\\p{L}\\p{N}]))){1,6}`,
  'uy',
);

/** Addresses of any country as letters and forms carry them, in English texts. */
export const foreignAddresses: Recogniser = ({ text, lang }) => {
  if (lang !== 'en' || !/\d/.test(text)) return [];
  const found: Finding[] = [];
  for (const { 0: street, index } of allMatches(text, STREET)) {
    const end = index + street.length;
    REST.lastIndex = end;
    const rest = /[,\n]|apt|suite/i.test(text.slice(end, end + 2) + street) ? (REST.exec(text)?.[0].length ?? 0) : 0;
    found.push({ start: index, end: end + rest, type: 'ADDRESS', sureness: 1 });
  }
  return found;
};
