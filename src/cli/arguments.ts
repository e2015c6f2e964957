import { InvalidArgumentError } from 'commander';

/** Reads a whole number of at least `min`. */
export const wholeNumber =
  (min: number) =>
  (text: string): number => {
    const number = Number(text);
    if (Number.isSafeInteger(number) && number >= min) return number;
    throw new InvalidArgumentError(`a whole number of ${min} or more is needed`);
  };
