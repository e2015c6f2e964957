import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureProgram, runToEnd } from './install.ts';

/** Files in PEM of an authority of our own, good for a month on this machine. */
export interface Certificates {
  readonly ca: string;
  /** For 127.0.0.1 and localhost; `both` holds key and certificate, as Kafka wants them. */
  readonly server: Pair & { readonly both: string };
  /** Of a client called CN=vedette-mtls. */
  readonly client: Pair;
}

interface Pair {
  readonly cert: string;
  readonly key: string;
}

const DAYS = '30';
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const SERVER = 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n';
const CLIENT = 'extendedKeyUsage=clientAuth\n';

export function certificatesIn(folder: string): Certificates {
  const file = (name: string) => join(folder, name);
  return {
    ca: file('ca.pem'),
    server: { cert: file('server.pem'), key: file('server.key'), both: file('server.both.pem') },
    client: { cert: file('client.pem'), key: file('client.key') },
  };
}

/** Makes them with openssl, unless they are there. */
export async function makeCertificates(folder: string): Promise<void> {
  const { ca, server, client } = certificatesIn(folder);
  if (existsSync(server.both)) return;
  await ensureProgram('openssl', 'openssl');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const caKey = join(folder, 'ca.key');
  const authority = ['-subj', '/CN=throw-away authority of a test', '-days', DAYS, '-keyout', caKey, '-out', ca];
  await runToEnd('openssl', ['req', '-x509', ...KEY, ...authority]);
  await sign(folder, 'server', '/CN=localhost', SERVER);
  await sign(folder, 'client', '/CN=vedette-mtls', CLIENT);
  await runToEnd('sh', ['-c', 'cat "$1" "$2" > "$3"', 'sh', server.key, server.cert, server.both]);
  await runToEnd('chmod', ['600', caKey, server.key, server.both, client.key]);
}

async function sign(folder: string, name: string, subject: string, extensions: string): Promise<void> {
  const file = (ending: string) => join(folder, `${name}.${ending}`);
  writeFileSync(file('ext'), extensions);
  await runToEnd('openssl', ['req', ...KEY, '-subj', subject, '-keyout', file('key'), '-out', file('csr')]);
  const authority = ['-CA', join(folder, 'ca.pem'), '-CAkey', join(folder, 'ca.key'), '-CAcreateserial'];
  const signing = ['x509', '-req', '-in', file('csr'), ...authority, '-days', DAYS, '-extfile', file('ext')];
  await runToEnd('openssl', [...signing, '-out', file('pem')]);
}
