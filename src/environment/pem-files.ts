import type { ReadText } from '../shell/read-text.ts';
import type { TlsFiles } from '../shell/tls.ts';
import { fileFault } from './file-fault.ts';

const MAX_BYTES = 1024 * 1024;

type Given = Readonly<Record<string, string>>;
type Names = Readonly<Record<keyof TlsFiles, string>>;

/** The contents of the files that the variables name; null where none is set. A file that is no use is a fault. */
export function pemFiles(names: Names, variables: Given, read: ReadText, faults: string[]): TlsFiles | null {
  const found = Object.entries(names).flatMap(([part, name]) => {
    const path = variables[name];
    if (path === undefined) return [];
    try {
      return [[part, pem(path, read)]];
    } catch (cause) {
      faults.push(fileFault(name, path, cause));
      return [];
    }
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}

function pem(path: string, read: ReadText): string {
  const text = read(path, MAX_BYTES);
  if (!text.includes('-----BEGIN ')) throw new Error('is no PEM file: it holds no -----BEGIN');
  return text;
}
