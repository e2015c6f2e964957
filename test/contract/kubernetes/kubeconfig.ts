import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Cluster {
  readonly url: string;
  readonly token?: string;
  /** File of the authority that its certificate is checked against; none: plain HTTP. */
  readonly authority?: string;
}

/** Makes that cluster the one of this process, until it is called. */
export function useCluster({ url, token, authority }: Cluster): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-kube-'));
  const file = join(folder, 'config');
  const before = process.env.KUBECONFIG;
  const trust = authority ? { 'certificate-authority': authority } : { 'insecure-skip-tls-verify': true };
  const cluster = { server: url, ...trust };
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'here' },
    contexts: [{ name: 'here', context: { cluster: 'here', user: 'here' } }],
    clusters: [{ name: 'here', cluster }],
    users: [{ name: 'here', user: { ...(token && { token }) } }],
  };
  writeFileSync(file, JSON.stringify(config));
  process.env.KUBECONFIG = file;
  return () => {
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
    rmSync(folder, { recursive: true });
  };
}
