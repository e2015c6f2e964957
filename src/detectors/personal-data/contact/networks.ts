import { allMatches, type Recogniser } from '../recogniser.ts';

const FOUR = /(?<![\w.]|[a-z]\/)(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)/gi;
const VERSION = /(?:\b(?:v|ver|release|build|oid)|versi[oó]n)[ .:="']{0,3}$/i;
const MAY_BE_SIX = /::|(?:[0-9a-f]{1,4}:){5}/i;
const SIX = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{0,4}|(?:\d{1,3}\.){3}\d{1,3})(?![\w:])/gi;

/** Addresses of the network, but for those that are every machine's: loopback, unspecified, masks. */
export const networks: Recogniser = ({ text }) => {
  const found = [];
  for (const { 0: address, index } of allMatches(text, FOUR)) {
    if (!isHost4(address) || VERSION.test(text.slice(Math.max(0, index - 12), index))) continue;
    found.push({ start: index, end: index + address.length, type: 'IP_ADDRESS' as const, sureness: 3 as const });
  }
  if (!MAY_BE_SIX.test(text)) return found;
  for (const { 0: address, index } of allMatches(text, SIX))
    if (isHost6(address))
      found.push({ start: index, end: index + address.length, type: 'IP_ADDRESS' as const, sureness: 3 as const });
  return found;
};

function isHost4(address: string): boolean {
  const octets = address.split('.').map(Number);
  const [first = 0] = octets;
  return Math.max(...octets) < 256 && first !== 0 && first !== 255 && !address.startsWith('127.0.');
}

/** RFC 4291: eight groups, or fewer with one "::"; the last two may be written as four octets. */
function isHost6(address: string): boolean {
  const [head = '', tail, ...more] = address.split('::');
  if (more.length > 0 || !/\d/.test(address) || /^::1?$/.test(address)) return false;
  const groups = [...groupsOf(head), ...groupsOf(tail ?? '')];
  if (groups.includes('')) return false;
  const count = groups.length + (address.includes('.') ? 1 : 0);
  return tail === undefined ? count === 8 : count < 8 && count > 1;
}

const groupsOf = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
