import type { Environment, Variables } from '../environment.ts';
import { KNOBS } from './knobs.ts';
import { fileVariable } from './secret-files.ts';
import { SECRETS, VARIABLES, type Variable } from './variables.ts';

/** One variable as `--print-config` shows it. */
export interface ConfigRow {
  readonly name: string;
  readonly value: string;
  /** `environment`, `default`, or `file` with its path. */
  readonly from: string;
  readonly about: string;
}

const HIDDEN = '***';

/** Every variable with the value in force. Secrets are hidden, in URLs too. */
export function configRows(variables: Variables, environment: Environment): readonly ConfigRow[] {
  const core = Object.entries(VARIABLES as Readonly<Record<string, Variable>>).map(([name, variable]) => ({
    name,
    value: shown(variables[name]?.trim() || variable.fallback, variable, fileOf(variables, name) !== undefined),
    from: sourceOf(variables, name),
    about: variable.about,
  }));
  const knobs = KNOBS.map(({ variable, room, name, about }) => {
    const value = String((environment.rooms[room] as Readonly<Record<string, unknown>>)[name]);
    return { name: variable, value, from: sourceOf(variables, variable), about };
  });
  return [...core, ...knobs];
}

const fileOf = (variables: Variables, name: string): string | undefined =>
  SECRETS.includes(name) ? variables[fileVariable(name)]?.trim() || undefined : undefined;

function sourceOf(variables: Variables, name: string): string {
  if (variables[name]?.trim()) return 'environment';
  const file = fileOf(variables, name);
  return file === undefined ? 'default' : `file ${file}`;
}

function shown(text: string, { secret }: Variable, isFromFile: boolean): string {
  if (secret && isFromFile) return HIDDEN;
  return secret === 'whole' && text !== '' ? HIDDEN : withoutLogin(text);
}

/** The password of a URL is a secret wherever it stands, and what follows the question mark may be one; URLs are read in more spellings than one would write. */
function withoutLogin(text: string): string {
  const url = URL.parse(text);
  if (!url?.password && !url?.search) return text;
  if (url.password) url.password = HIDDEN;
  if (url.search) url.search = HIDDEN;
  return url.href;
}
