import { entropyOf } from '../../entropy.ts';
import type { Finding } from '../personal-type.ts';
import { allMatches, type Recogniser } from '../recogniser.ts';

/** Six digits or more, single separators between them, and the letters that hang on them. */
const LONG = /(?<![\p{L}\p{N}])\p{L}{0,6}(?:[ ./-]?\d){6,24}(?:[ -]?[\p{L}\d]{1,12})?(?![\p{L}\p{N}])/gu;
/** What is written like vulnerabilities, updates, advisories, techniques and versions of systems. */
const PUBLIC =
  /^(?:CVE-\d{4}-\d{4,7}|KB ?\d{6,7}|TA?\d{4}(?:\.\d{3})?|[A-Z]{2,6}-\d{2,4}[-:]\d{2,6}|\d{1,2}\.\d\.\d{4,5}(?:\.\d{1,5})?)$/i;
const TOKEN = /(?<![\p{L}\p{N}])[A-Za-z0-9_+/-]{24,400}(?![\p{L}\p{N}])/gu;

/**
 * Numbers and tokens in the name of a thing. No word there says whose a number is, so none of somebody's length stays.
 */
export const thingNumbers: Recogniser = ({ text }) => {
  const found: Finding[] = [];
  for (const { 0: number, index } of allMatches(text, LONG))
    if (!PUBLIC.test(number.trim()))
      found.push({ start: index, end: index + number.length, type: 'RECORD_NUMBER', sureness: 1 });
  for (const { 0: token, index } of allMatches(text, TOKEN))
    if (/\d/.test(token) && /[A-Z]/i.test(token) && entropyOf(token) > 3)
      found.push({ start: index, end: index + token.length, type: 'SECRET', sureness: 1 });
  return found;
};
