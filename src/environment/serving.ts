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

/** Of no use, or worse, beside a server that runs the models. */
const OURS_ALONE = [
  'VEDETTE_MODEL_PROVIDERS',
  'VEDETTE_MODEL_PRECISION',
  'VEDETTE_MODEL_WORKERS',
  'VEDETTE_REQUIRE_GPU',
];

/** What would be passed over in silence, because a server runs the models or because none does. */
export function serverFaults(variables: Readonly<Record<string, string>>): readonly string[] {
  if (variables.VEDETTE_MODEL_SERVER === undefined) {
    const token = variables.VEDETTE_MODEL_SERVER_TOKEN;
    return token === undefined ? [] : ['VEDETTE_MODEL_SERVER_TOKEN: is of use with VEDETTE_MODEL_SERVER alone'];
  }
  const useless = OURS_ALONE.filter((name) => variables[name] !== undefined);
  return useless.map((name) => `${name}: is of no use with VEDETTE_MODEL_SERVER: the server decides`);
}
