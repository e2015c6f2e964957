import { createHash } from 'node:crypto';

const VALUE = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const OWN = 50;

/** A name as the value of a label of Kubernetes: as it is where it may be, else a part of it with a hash of the whole. */
export function labelValue(name: string): string {
  if (VALUE.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 12);
  const part = name
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .slice(0, OWN)
    .replace(/^-/, '');
  return `${part}${part === '' || part.endsWith('-') ? '' : '-'}${hash}`;
}
