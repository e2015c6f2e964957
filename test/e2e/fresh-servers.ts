import { clientEnvironment, settingsFrom } from '../../scripts/stack/settings.ts';
import { down, up } from '../../scripts/stack/stack.ts';
import { dockerAnswers } from '../integration/docker.ts';

/** KAFKA_BROKERS, SCHEMA_REGISTRY_URL and REDIS_URL of servers that hold nothing yet. */
export interface FreshServers {
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Beside the stack that a person may have running on the usual ports. */
const OWN = settingsFrom({
  VEDETTE_STACK_DIR: '.stack/e2e',
  VEDETTE_STACK_KAFKA_PORT: '19192',
  VEDETTE_STACK_REGISTRY_PORT: '18181',
  VEDETTE_STACK_REDIS_PORT: '16479',
});

/** Topics, groups and states have fixed names, so every run gets servers of its own: containers where Docker answers, else a wiped local stack. */
export async function freshServers(): Promise<FreshServers> {
  if (await dockerAnswers()) return inContainers();
  await down(OWN, { wipe: true });
  await up(OWN);
  return { variables: clientEnvironment(OWN), stop: () => down(OWN, { wipe: true }) };
}

async function inContainers(): Promise<FreshServers> {
  const { startContainer } = await import('../integration/containers.ts');
  const names = ['kafka', 'registry', 'redis'] as const;
  const servers = await Promise.all(names.map(startContainer));
  const [kafka, registry, redis] = servers.map(({ address }) => address);
  return {
    variables: { KAFKA_BROKERS: `${kafka}`, SCHEMA_REGISTRY_URL: `${registry}`, REDIS_URL: `${redis}` },
    stop: async () => void (await Promise.all(servers.map((server) => server.stop()))),
  };
}
