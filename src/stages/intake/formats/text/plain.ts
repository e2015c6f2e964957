import type { Format, Mapped } from '../../format.ts';
import { isIpv4 } from './address.ts';
import { lineOf, noFields, put } from './line.ts';
import { isoAt } from './time.ts';

const HEAD = 200;
const LOGSOURCE = { product: '', category: '', service: '' };
const TAINTED = ['message', 'srcIp', 'dstIp'];

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The first ISO timestamp of the head. */
function timeIn(head: string): number | null {
  for (let at = head.indexOf('-'); at >= 0; at = head.indexOf('-', at + 1)) {
    const stamp = at < 4 || isDigit(head.charCodeAt(at - 5)) ? null : isoAt(head, at - 4);
    if (stamp !== null) return stamp.time;
  }
  return null;
}

/** The first two IPv4 addresses of the head. */
function addressesIn(head: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < head.length && found.length < 2; at++) {
    if (!isDigit(head.charCodeAt(at))) continue;
    let end = at;
    while (isDigit(head.charCodeAt(end)) || head.charCodeAt(end) === 46) end++;
    let last = end;
    while (head.charCodeAt(last - 1) === 46) last--;
    const word = head.slice(at, last);
    if (isIpv4(word)) found.push(word);
    at = end;
  }
  return found;
}

/** Text of no known format: kept as a message, with the first timestamp and addresses of its head. */
export const plain: Format = {
  name: 'plain',
  hints: ['plain', 'text', 'raw', 'log'],
  recognises: () => true,
  map(candidate): Mapped {
    const text = lineOf(candidate);
    const head = text.slice(0, HEAD);
    const [srcIp = '', dstIp = ''] = addressesIn(head);
    const fields = noFields();
    put(fields, 'message', text);
    const { time, host, user } = candidate.envelope;
    return {
      time: timeIn(head) ?? time,
      class: 'log',
      host,
      user,
      srcIp,
      dstIp,
      logsource: LOGSOURCE,
      fields,
      tainted: TAINTED,
    };
  },
};
