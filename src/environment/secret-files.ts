import type { ReadText } from '../shell/read-text.ts';
import { fileFault } from './file-fault.ts';
import { SECRETS } from './variables.ts';

type Given = Readonly<Record<string, string>>;

const MAX_BYTES = 64 * 1024;

/** The variable that names a file with the secret, as orchestrators mount them. */
export const fileVariable = (name: string): string => `${name}_FILE`;

/** Every secret that NAME_FILE points to, read into NAME. Set twice, or a file that is no use, is a fault. */
export function withSecretFiles(variables: Given, read: ReadText, faults: string[]): Given {
  const found = SECRETS.flatMap((name) => {
    const path = variables[fileVariable(name)];
    if (path === undefined) return [];
    if (variables[name] !== undefined) {
      faults.push(`${name}: is set twice: unset it or ${fileVariable(name)}`);
      return [];
    }
    try {
      return [[name, read(path, MAX_BYTES)]];
    } catch (cause) {
      faults.push(fileFault(fileVariable(name), path, cause));
      // a stand-in, so that no second fault says that the secret is missing
      return [[name, '']];
    }
  });
  return { ...variables, ...Object.fromEntries(found) };
}
