import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomPort } from '../../integration/random-port.ts';
import { until } from '../until.ts';
import type { Cluster } from './kubeconfig.ts';

export interface RealCluster {
  /** It as an administrator sees it. */
  readonly admin: Cluster;
  /** It as the service account vedette-launch of the namespace vedette sees it. */
  readonly launcher: Cluster;
  /** It as it takes somebody that it does not know. */
  readonly stranger: Cluster;
  close(): Promise<void>;
}

const LAUNCHER = 'system:serviceaccount:vedette:vedette-launch';

/** The programs that a real API server needs and that are not on the PATH. */
export const missingPrograms = (): readonly string[] =>
  ['etcd', 'kube-apiserver'].filter((program) => spawnSync(program, ['--version']).error !== undefined);

/** A real API server with its etcd, but without controllers: Jobs are kept, and nothing runs. */
export async function realCluster(): Promise<RealCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-cluster-'));
  const [client, peer, port] = [randomPort(20_000), randomPort(24_000), randomPort(28_000)];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(folder, 'tokens.csv'), `admin,admin,1,"system:masters"\nlauncher,${LAUNCHER},2\n`);
  const etcd = started('etcd', etcdOptions(folder, client, peer));
  const server = started('kube-apiserver', serverOptions(folder, client, port));
  const authority = join(folder, 'certs/apiserver.crt');
  const as = (token: string): Cluster => ({ url: `https://127.0.0.1:${port}`, token, authority });
  await until('the API server is ready', () => isReady(as('admin')), 90_000);
  return {
    ...{ admin: as('admin'), launcher: as('launcher'), stranger: as('stranger') },
    async close() {
      for (const process of [server, etcd]) await ended(process);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const etcdOptions = (folder: string, client: string, peer: string) => [
  ...[`--data-dir=${folder}/etcd`, `--initial-cluster=default=http://127.0.0.1:${peer}`],
  ...['listen-client-urls', 'advertise-client-urls'].map((name) => `--${name}=http://127.0.0.1:${client}`),
  ...['listen-peer-urls', 'initial-advertise-peer-urls'].map((name) => `--${name}=http://127.0.0.1:${peer}`),
];

const serverOptions = (folder: string, etcd: string, port: string) => [
  ...[`--etcd-servers=http://127.0.0.1:${etcd}`, `--secure-port=${port}`, '--bind-address=127.0.0.1'],
  ...[`--cert-dir=${folder}/certs`, `--token-auth-file=${folder}/tokens.csv`, '--authorization-mode=RBAC'],
  ...['issuer=https://cluster.example', `key-file=${folder}/key.pem`, `signing-key-file=${folder}/key.pem`].map(
    (option) => `--service-account-${option}`,
  ),
  // nobody makes the service accounts of namespaces here
  ...['--service-cluster-ip-range=10.96.0.0/24', '--disable-admission-plugins=ServiceAccount'],
];

const started = (program: string, options: readonly string[]) => spawn(program, options, { stdio: 'ignore' });

/** Without a look at the certificate, which may not be there yet. */
const isReady = ({ url, token }: Cluster): Promise<boolean> =>
  new Promise((resolve) => {
    const options = { rejectUnauthorized: false, timeout: 2_000, headers: { authorization: `Bearer ${token}` } };
    const asked = get(`${url}/readyz`, options, (answer) => resolve(answer.resume().statusCode === 200));
    asked.on('timeout', () => asked.destroy()).on('error', () => resolve(false));
  });

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null) return;
  process.kill();
  await once(process, 'exit');
}
