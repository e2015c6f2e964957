import { trustedKey } from '../shell/models/signature.ts';
import type { ReadText } from '../shell/read-text.ts';
import { fileFault } from './file-fault.ts';

const MAX_BYTES = 64 * 1024;
const NAME = 'VEDETTE_MODEL_KEYS';

/** The PEMs in the files that VEDETTE_MODEL_KEYS names. One that is no public key of Ed25519 is a fault. */
export function modelKeys(
  variables: Readonly<Record<string, string>>,
  read: ReadText,
  faults: string[],
): readonly string[] {
  const paths = (variables[NAME] ?? '').split(',').map((path) => path.trim());
  return paths.filter(Boolean).flatMap((path) => {
    try {
      const pem = read(path, MAX_BYTES);
      trustedKey(pem);
      return [pem];
    } catch (cause) {
      faults.push(fileFault(NAME, path, cause));
      return [];
    }
  });
}
