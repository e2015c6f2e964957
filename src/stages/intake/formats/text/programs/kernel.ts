import { addressOf, portOf } from '../address.ts';
import { type Facts, type Fields, put, wordEnd } from '../line.ts';

const KEYS = new Set('IN OUT MAC SRC DST LEN TOS TTL ID PROTO SPT DPT TYPE CODE MARK'.split(' '));

/** What the firewall did, from the prefix an administrator chose for the rule. */
function verdict(prefix: string): { readonly action: string; readonly outcome: 'success' | 'failure' | 'unknown' } {
  const upper = prefix.toUpperCase();
  if (/BLOCK|DROP|DENY|REJECT/.test(upper)) return { action: 'block', outcome: 'failure' };
  if (/ALLOW|ACCEPT/.test(upper)) return { action: 'allow', outcome: 'success' };
  return { action: 'packet', outcome: 'unknown' };
}

/** Reads a packet that netfilter logged: `[UFW BLOCK] IN=eth0 OUT= SRC=... DST=... PROTO=TCP SPT=... DPT=...`. */
export function readKernel(message: string, fields: Fields): Facts | null {
  const at = message.indexOf('IN=');
  if (at < 0 || at > 128 || !message.includes(' SRC=', at)) return null;
  for (let from = at; from < message.length; ) {
    const end = wordEnd(message, from);
    const word = message.slice(from, end);
    const equals = word.indexOf('=');
    const key = equals < 0 ? '' : word.slice(0, equals);
    if (KEYS.has(key)) put(fields, key, word.slice(equals + 1));
    from = end + 1;
  }
  return packet(fields, verdict(message.slice(0, at)));
}

function packet(fields: Fields, found: ReturnType<typeof verdict>): Facts {
  const srcIp = addressOf(fields.SRC ?? '');
  const dstIp = addressOf(fields.DST ?? '');
  put(fields, 'src_ip', srcIp);
  put(fields, 'dst_ip', dstIp);
  put(fields, 'dst_port', fields.DPT ?? '');
  const ports = { srcPort: portOf(fields.SPT ?? ''), dstPort: portOf(fields.DPT ?? '') };
  const logsource = { product: 'linux', category: 'firewall', service: 'kernel' };
  return { class: 'network', ...found, srcIp, dstIp, ...ports, logsource };
}
