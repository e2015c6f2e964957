/**
 * Number of different texts among many, in bounded room: HyperLogLog (Flajolet and others, 2007), with their correction
 * for few. The standard error is 1.04 / sqrt(1,024) = 3.25 %.
 */

const { imul, clz32 } = Math;
const BITS = 10;
export const REGISTERS = 1 << BITS;
const SHARES = Array.from({ length: 34 }, (_, rank) => 2 ** -rank);
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

/** The sketch that knows the text too; changed in place. */
export function addText(registers: number[], text: string): void {
  const hash = hashOf(text);
  const at = hash >>> (32 - BITS);
  const rank = clz32((hash << BITS) | (1 << (BITS - 1))) + 1;
  if ((registers[at] as number) < rank) registers[at] = rank;
}

export const emptyRegisters = (): number[] => new Array<number>(REGISTERS).fill(0);

/** The first takes in what the second knows. */
export function unite(into: number[], registers: readonly number[]): void {
  for (let at = 0; at < REGISTERS; at++) {
    const rank = registers[at] as number;
    if ((into[at] as number) < rank) into[at] = rank;
  }
}

export function estimate(registers: readonly number[]): number {
  let sum = 0;
  let zeros = 0;
  for (const rank of registers) {
    sum += SHARES[rank] as number;
    if (rank === 0) zeros += 1;
  }
  const raw = (ALPHA * REGISTERS * REGISTERS) / sum;
  return Math.round(raw <= 2.5 * REGISTERS && zeros > 0 ? REGISTERS * Math.log(REGISTERS / zeros) : raw);
}

/** 32 bits of which each depends on the whole text, letter case included (the last steps are those of MurmurHash3). */
function hashOf(text: string): number {
  let one = 0x811c9dc5;
  let two = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = imul(one ^ code, 0x01000193);
    two = imul(two ^ code, 0x5bd1e995);
  }
  let hash = one ^ imul(two ^ (two >>> 15), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
