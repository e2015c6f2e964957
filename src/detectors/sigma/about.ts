import { digestOf } from './digest.ts';
import { Refusal } from './refusal.ts';
import type { About } from './rule.ts';
import { textOf, textsOf } from './texts.ts';
import { entryOf, type Mapping } from './tree.ts';

/** Reads what a document says of itself, whatever it detects. */
export function aboutOf(document: Mapping, file: string): About {
  const title = textOf(document, 'title');
  if (title === '') throw new Refusal(document.at, 'title', 'there is none');
  const taxonomy = textOf(document, 'taxonomy');
  if (taxonomy !== '' && taxonomy !== 'sigma')
    throw new Refusal(document.at, 'taxonomy', 'only that of Sigma is known');
  const name = textOf(document, 'name');
  return {
    id: textOf(document, 'id') || name || title,
    name,
    title,
    author: textOf(document, 'author'),
    references: textsOf(document, 'references'),
    level: oneOf(document, 'level', LEVELS),
    status: oneOf(document, 'status', STATUSES),
    tags: textsOf(document, 'tags'),
    file,
    digest: digestOf(document),
  };
}

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];
/** `unsupported` is left out: the specification says of it that the rule cannot be used. */
const STATUSES = ['stable', 'test', 'experimental', 'deprecated'];

function oneOf(document: Mapping, key: string, known: readonly string[]): string {
  const text = textOf(document, key);
  if (text === '' || known.includes(text)) return text;
  throw new Refusal(entryOf(document, key)?.at ?? 0, key, `${text.slice(0, 80)}: take ${known.join(', ')}`);
}
