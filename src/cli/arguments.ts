import { InvalidArgumentError, Option } from 'commander';
import { TENANT_NAME } from '../domain/tenant.ts';
import { FORMATS } from '../stages/intake/formats/index.ts';

/** Reads a whole number of at least `min`. */
export const wholeNumber =
  (min: number) =>
  (text: string): number => {
    const number = Number(text);
    if (Number.isSafeInteger(number) && number >= min) return number;
    throw new InvalidArgumentError(`a whole number of ${min} or more is needed`);
  };

/** `--tenant`: empty where the lines or the stage's configuration shall say. */
export const tenantOption = (about: string, fallback = 'default'): Option =>
  new Option('--tenant <name>', about).default(fallback).argParser((text) => {
    if (TENANT_NAME.test(text)) return text;
    throw new InvalidArgumentError('a tenant is lower-case letters, digits, dots, dashes and underscores, at most 63');
  });

const KNOWN: ReadonlySet<string> = new Set(FORMATS.flatMap(({ name, hints }) => [name, ...hints]));

/** `--format`: empty where intake shall find out. */
export const formatOption = (): Option =>
  new Option('--format <name>', 'format of the lines').default('', 'auto').argParser((text) => formatName(text));

/**
 * Reads the name of a format, or one of `others`; empty for `auto`. A name that intake does not know would be passed
 * over in silence.
 */
export function formatName(text: string, ...others: readonly string[]): string {
  const name = text.toLowerCase();
  if (name === 'auto' || KNOWN.has(name)) return name === 'auto' ? '' : name;
  if (others.includes(name)) return name;
  throw new InvalidArgumentError(`take auto, ${[...FORMATS.map((format) => format.name), ...others].join(', ')}`);
}
