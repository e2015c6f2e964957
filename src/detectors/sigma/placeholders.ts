import type { Placeholders } from './modifiers.ts';
import { Refusal } from './refusal.ts';

const PLACEHOLDER = /(?<!\\)%([^%\s\\]+)%/;
/** Texts that the values of several placeholders in one text may make together. */
const MOST_TEXTS = 5_000;

/** Every text that comes of putting in the values of its placeholders. Refuses a placeholder without values. */
export function placed(text: string, placeholders: Placeholders, at: number): readonly string[] {
  const [head = '', ...rest] = text.split(PLACEHOLDER);
  let made = [plain(head)];
  for (let index = 0; index < rest.length; index += 2) {
    const name = rest[index] ?? '';
    const values = placeholders.get(name) ?? [];
    if (values.length === 0) throw new Refusal(at, 'expand', `the placeholder %${name}% has no values`);
    if (made.length * values.length > MOST_TEXTS) throw new Refusal(at, 'expand', `more than ${MOST_TEXTS} values`);
    const behind = plain(rest[index + 1] ?? '');
    made = made.flatMap((before) => values.map((value) => `${before}${value}${behind}`));
  }
  return made;
}

/** `\%` is a percent character. */
const plain = (text: string): string => text.replaceAll('\\%', '%');
