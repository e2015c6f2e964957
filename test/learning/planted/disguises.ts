import type { Random } from '../../simulation/random.ts';

/** Ways to write a value that a person reads as the same. */
const DISGUISES = {
  plain: (value: string) => value,
  decomposed: (value: string) => value.normalize('NFD'),
  fullwidth: (value: string) =>
    value.replaceAll(/[0-9A-Za-z]/g, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0)),
  zeroWidth: (value: string) => value.replaceAll(/(?<=\p{L}|\p{N})(?=\p{L}|\p{N})/gu, '\u200b'),
  softHyphen: (value: string) => value.replace(/(?<=..)(?=[\p{L}\p{N}])/u, '\u00ad'),
  wideSpace: (value: string) => value.replaceAll(' ', '\u00a0'),
  beside: (value: string) => value,
} as const;
export type Disguise = keyof typeof DISGUISES;
const ALL = Object.keys(DISGUISES) as readonly Disguise[];

/** Every second value is written as it is. */
export const drawDisguise = (random: Random): Disguise => (random.chance(0.5) ? 'plain' : random.pick(ALL));

export const disguised = (value: string, disguise: Disguise): string => DISGUISES[disguise](value);
