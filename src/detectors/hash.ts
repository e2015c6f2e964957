const SEED = 0x811c9dc5;
const LONGEST = 512;

/** Stable 32-bit hash of a text, blind to ASCII case: first 512 characters and the length. Seed it with another hash to combine. */
export function hashText(text: string, seed: number = SEED): number {
  const length = Math.min(text.length, LONGEST);
  let hash = seed ^ text.length;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    hash = Math.imul(hash ^ (code >= 65 && code <= 90 ? code | 32 : code), 0x01000193);
  }
  return mix(hash);
}

/** Stable 32-bit hash of a number. */
export function hashNumber(value: number, seed: number = SEED): number {
  return mix(Math.imul(seed ^ value, 0x01000193));
}

/** Spreads every input bit over all output bits; never 0, which marks an empty place. */
function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0 || 1;
}
