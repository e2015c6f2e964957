import { type AddressScope, addressScope } from '../domain/address.ts';

/** Bound of the cache's memory when a hostile source invents addresses. */
const CACHE_SIZE = 8_192;
const CACHED_LENGTH = 64;
const cache = new Map<string, AddressScope>([['', 'none']]);

/** Where an address lies, remembered: three look-ups an event are too many to parse each time. The cache changes speed only. */
export function scopeOf(address: string): AddressScope {
  const known = cache.get(address);
  if (known !== undefined) return known;
  const scope = addressScope(address);
  if (address.length > CACHED_LENGTH) return scope;
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(address, scope);
  return scope;
}
