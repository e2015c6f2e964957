import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Finding } from '../personal-type.ts';
import { allMatches, isAfter, type Recogniser } from '../recogniser.ts';

/** Signs of a number as people write it; what it is is asked of libphonenumber. */
const CANDIDATE =
  /(?<![a-z0-9_.@#$-])(?<!\d[:/,])(?:\+ ?|00 ?)?\(?\d(?:[ ().\-/]{0,3}\d){5,16}(?: ?(?:x|ext\.?|extension) ?\d{1,6})?(?![a-z0-9_@]|[.,:-]\d)/g;
const WORDS =
  /(?<![a-z])(?:tels?|telfs?|tlfs?|tfnos?|tfn|tf|telefonos?|phones?|telephone|movil|mobile|cell|cellular|celular|fax|whatsapp|sms|msisdn|call(?:s|ed|ing)?|llam[a-z]{1,6}|dial|(?:phone|contact|mobile|cell|fax|tel) (?:number|no)|contact[a-z]{0,3}|ring|text(?:ed)?|registered|messages?|desk|office)\b["'.:=()#/+\s]{0,6}(?:\d{9}[ /,;y-]{1,4}){0,3}(?:(?:enviado|sent|is|es|me|us|at|to|a|al|on|de|del|from|n[oº]|autor|[a-z]{2,12})["'.:=()\s]{1,3}){0,4}$/;
/** Groups that nothing but a telephone number has. */
const GROUPED =
  /^(?:\(\d{2,4}\) ?\d{3,4}[ .-]?\d{3,4}|\d{3}[ .-]\d{3}[ .-]\d{4}|[6789]\d{2}([ .-])\d{3}\1\d{3}|[6789]\d{2} \d{2} \d{2} \d{2}|9\d \d{3} \d{2} \d{2}|0\d ?\d{2}( \d{2}){3}|0\d{3,4} \d{5,6})(?: ?(?:x|ext).{1,10})?$/i;
/** In sentences: a leading zero or several groups. */
const LOOSE = /^(?=(?:\D*\d){7,13}\D*$)(?:\(?0\d|\(\d{2,4}\) ?\d|\d{2,4}[ -]\d{2,4}[ -]\d{2,4})[\d ()./-]{4,}$/;
const HOMES: readonly CountryCode[] = ['ES', 'US', 'MX', 'AR', 'CO', 'CL', 'PE', 'EC', 'GB', 'BR', 'FR'];
const DATE_OR_CLOCK = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b/;

/** Telephone numbers: international ones by themselves, others where words or groups tell. */
export const phones: Recogniser = ({ plain, kind }) => {
  const found: Finding[] = [];
  for (const { 0: written, index } of allMatches(plain, CANDIDATE)) {
    if (DATE_OR_CLOCK.test(written) || isOctets(written)) continue;
    const sureness = surenessOf(plain, written, index) ?? (kind === 'prose' && LOOSE.test(written) ? 1 : null);
    if (sureness !== null) found.push({ start: index, end: index + written.length, type: 'PHONE', sureness });
  }
  return found;
};

const isOctets = (written: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(written);

function surenessOf(plain: string, written: string, start: number): 1 | 2 | null {
  const digits = written.replace(/[a-z].*$/i, '').replaceAll(/\D/g, '');
  if (digits.length < 7 || digits.length > 17) return null;
  if (written.startsWith('+')) return isInternational(`+${digits}`) ? 2 : null;
  if (digits.startsWith('00') && isInternational(`+${digits.slice(2)}`)) return 2;
  if (isAfter(plain, start, WORDS)) return 2;
  return GROUPED.test(written) && HOMES.some((home) => isValidIn(digits, home)) ? 1 : null;
}

const isInternational = (number: string): boolean => parsePhoneNumberFromString(number)?.isPossible() === true;
const isValidIn = (digits: string, home: CountryCode): boolean =>
  parsePhoneNumberFromString(digits, home)?.isValid() === true;
