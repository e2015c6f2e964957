import { matches, type Recogniser } from '../recogniser.ts';

const DAY =
  '(?:\\d{1,2}[-/. ]\\d{1,2}[-/. ]\\d{2,4}|\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{8}|\\d{1,2}(?:st|nd|rd|th|º)?(?: de|-| of)? ?[a-z]{3,10}\\.?(?: de[l]?|-|,)? ?\\d{4}|[a-z]{3,10}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})';
const BORN = new RegExp(
  `(?<![a-z])(?:d\\.?o\\.?b\\.?|birth[-_ ]?da(?:te|y)|birth_?dt|bday|date[-_ ]of[-_ ]birth|born(?: on)?|fecha[-_ ](?:de[-_ ])?nac(?:imiento|\\.)?|f(?:ec(?:ha)?)?[._ ]?nac(?:imiento|\\.)?|nacimiento|nacid[oa](?: el)?|nacio el|cumpleanos|geburtsdatum|date de naissance|data de nascimento|data di nascita)(?: (?:is|es|was))?["'\\])]{0,2}\\s{0,2}[:=]?\\s{0,2}["'(]?(?<value>${DAY})(?!\\d)`,
  'dg',
);

/** Days of birth: a date becomes one by the words before it. */
export const birthDates: Recogniser = ({ plain }) => matches(plain, BORN, 'DATE_OF_BIRTH', 3);
