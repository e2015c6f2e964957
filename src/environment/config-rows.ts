import type { Environment, Variables } from '../environment.ts';
import { KNOBS } from './knobs.ts';
import { VARIABLES, type Variable } from './variables.ts';

/** One variable as `--print-config` shows it. */
export interface ConfigRow {
  readonly name: string;
  readonly value: string;
  readonly from: 'environment' | 'default';
  readonly about: string;
}

const HIDDEN = '***';

/** Every variable with the value in force. Secrets are hidden, in URLs too. */
export function configRows(variables: Variables, environment: Environment): readonly ConfigRow[] {
  const isSet = (name: string) => Boolean(variables[name]?.trim());
  const from = (name: string) => (isSet(name) ? ('environment' as const) : ('default' as const));
  const core = Object.entries(VARIABLES as Readonly<Record<string, Variable>>).map(
    ([name, { about, fallback, isSecret }]) => {
      const text = isSet(name) ? (variables[name] as string).trim() : fallback;
      return { name, value: isSecret && text !== '' ? HIDDEN : withoutPassword(text), from: from(name), about };
    },
  );
  const knobs = KNOBS.map(({ variable, room, name, about }) => {
    const value = String((environment.rooms[room] as Readonly<Record<string, unknown>>)[name]);
    return { name: variable, value, from: from(variable), about };
  });
  return [...core, ...knobs];
}

/** The password of a URL is a secret wherever it stands; URLs are read in more spellings than one would write. */
function withoutPassword(text: string): string {
  const url = URL.parse(text);
  if (!url?.password) return text;
  url.password = HIDDEN;
  return url.href;
}
