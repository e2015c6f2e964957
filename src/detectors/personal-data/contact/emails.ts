import type { Finding } from '../personal-type.ts';
import { allMatches, matches, type Recogniser } from '../recogniser.ts';

const AT = /@|%40/g;
const LOCAL = /[\p{L}\p{N}_.+'%~-]/u;
const LONGEST_LOCAL = 64;
const DOMAIN = /(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,6}\p{L}{2,24}(?![\p{L}\p{N}])/uy;
/** Written so that machines miss it. */
const SPELT =
  /[a-z0-9_][a-z0-9._+-]{0,63} ?[[({] ?(?:at|arroba) ?[\])}] ?(?:[a-z0-9-]{1,63} ?(?:\.|[[({] ?(?:dot|punto) ?[\])}]) ?){1,4}[a-z]{2,24}(?![a-z0-9])/g;

/** RFC 5321 mailboxes, letters of any script; %40 is the sign in an address of the web. */
export const emails: Recogniser = ({ text, plain }) => {
  const found: Finding[] = [];
  for (const { 0: sign, index } of allMatches(text, AT)) {
    const start = startOfLocal(text, index);
    DOMAIN.lastIndex = index + sign.length;
    if (start === index || !DOMAIN.test(text)) continue;
    found.push({ start, end: DOMAIN.lastIndex, type: 'EMAIL', sureness: 3 });
  }
  return /[[({] ?a/.test(plain) ? [...found, ...matches(plain, SPELT, 'EMAIL', 2)] : found;
};

/** Back to where the local part begins. */
function startOfLocal(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < LONGEST_LOCAL && LOCAL.test(text.charAt(start - 1))) start--;
  while (start < at && /[.'%+-]/.test(text.charAt(start))) start++;
  return start;
}
