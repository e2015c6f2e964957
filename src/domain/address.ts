export type AddressScope = 'external' | 'internal' | 'none';

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const IPV6 = /^[0-9a-f:.]{2,45}(?:%[\w.-]{1,16})?$/i;

/** Where an address lies: private ranges are internal; loopback, unspecified, multicast and what is no address are none. */
export function addressScope(address: string): AddressScope {
  const mapped = address.toLowerCase().replace(/^::ffff:(?=\d{1,3}\.)/, '');
  const four = IPV4.exec(mapped)?.slice(1).map(Number);
  if (four) return scopeOf4(four as [number, number, number, number]);
  return mapped.includes(':') && IPV6.test(mapped) ? scopeOf6(mapped) : 'none';
}

function scopeOf4([a, b, c, d]: [number, number, number, number]): AddressScope {
  if (Math.max(a, b, c, d) > 255 || a === 0 || a === 127 || a >= 224) return 'none';
  const isPrivate = a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
  const isLocal = (a === 169 && b === 254) || (a === 100 && b >= 64 && b < 128);
  return isPrivate || isLocal ? 'internal' : 'external';
}

function scopeOf6(address: string): AddressScope {
  if (address === '::' || address === '::1' || address.startsWith('ff')) return 'none';
  return /^(?:f[cd]|fe[89ab])/.test(address) ? 'internal' : 'external';
}
