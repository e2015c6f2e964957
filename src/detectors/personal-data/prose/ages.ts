import { matches, type Recogniser } from '../recogniser.ts';

const TENS =
  '(?:veinti\\w{2,6}|(?:veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?: y \\w{2,6})?|diec\\w{4,6}|once|doce|trece|catorce|quince)';
const SPANISH = new RegExp(
  `(?<![a-z0-9.,/])(?:\\d{1,3}|${TENS})(?: y medio)? (?:anos?|meses|mes|dias)(?: y (?:medio|\\d{1,2} meses))?(?= (?:de edad|de vida)| sexo)|(?<=\\b(?:edad|varon|mujer|nin[oa]|paciente|hombre|pacientes|femenina|femenino|masculino|lactante|anciana?|gestante|primigesta|adolescente|chic[oa]|joven|caucasic[oa]|recien nacid[oa]|hij[oa]|padre|madre|herman[oa]|sexo)(?: [a-z]{3,14})?,? (?:de |con )?)(?:\\d{1,3}|${TENS})(?: y medio)? (?:anos?|meses|mes|dias|semanas)(?: y medio| y \\d{1,2} meses)?(?: de edad)?`,
  'g',
);
const ENGLISH =
  /(?<![a-z0-9.,$/-])(?<value>\d{1,3})(?:[ -]?(?:years?|yrs?|months?)(?:[ -]olds?)?(?= ?(?:old|of age|man|woman|male|female|boy|girl|patient)\b)|[ -]years?[ -]old| ?y\/?o\b|[ -]year[ -]old)|\b(?:aged?|age of|age is|i am|i'm|he is|she is|he was|she was|i was|is|turned|turns|turning|at the age of|over|under) (?<value>\d{1,3})(?= ?(?:,|\.|years|$|and\b|today|now|years))/dg;

/** How old somebody is. */
export const ages: Recogniser = ({ plain, lang }) =>
  lang === 'es' ? matches(plain, SPANISH, 'AGE', 1) : matches(plain, ENGLISH, 'AGE', 1);
