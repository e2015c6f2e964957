import { afterAll, describe, expect, it } from '@jest/globals';
import { clientEnvironment, settingsFrom } from '../../scripts/stack/settings.ts';
import { up } from '../../scripts/stack/stack.ts';
import { dockerAnswers } from './docker.ts';

export type ServerName = 'kafka' | 'registry' | 'redis';

export interface Server {
  /** Brokers, or the URL of the API. */
  readonly address: string;
  /** Ends what was started for this test alone. */
  stop(): Promise<void>;
}

export type Addresses<Name extends ServerName> = Readonly<Record<Name, string>>;

const VARIABLES = { kafka: 'KAFKA_BROKERS', registry: 'SCHEMA_REGISTRY_URL', redis: 'REDIS_URL' } as const;

/**
 * A suite that needs real servers. Of each kind it takes the one that the environment names, else one in a container
 * where Docker answers, else the local stack, started when needed. With none of them the suite is skipped aloud, its
 * tests counted; VEDETTE_REQUIRE=kafka,registry,redis makes that a failure.
 */
export async function withServers<Name extends ServerName>(
  names: readonly Name[],
  suite: (addresses: Addresses<Name>) => void,
): Promise<void> {
  const title = `on a real ${names.join(', ')}`;
  const servers: Server[] = [];
  try {
    for (const name of names) servers.push(await findServer(name));
    describe(title, () => {
      suite(addressesOf(names, servers));
      afterAll(() => Promise.all(servers.map((server) => server.stop())).then(() => {}), 60_000);
    });
  } catch (cause) {
    const { message } = cause as Error;
    if (names.some(isRequired)) it(`${title}: is required`, () => expect(message).toBe('there'));
    else skip(title, message, () => suite(addressesOf(names, [])));
  }
}

function skip(title: string, why: string, suite: () => void): void {
  process.stderr.write(`SKIPPED, no servers: everything ${title}: ${why}\n`);
  describe.skip(title, suite);
}

const isRequired = (name: ServerName) => (process.env.VEDETTE_REQUIRE ?? '').split(',').includes(name);

const addressesOf = <Name extends ServerName>(names: readonly Name[], servers: readonly Server[]) =>
  Object.fromEntries(names.map((name, index) => [name, servers[index]?.address ?? ''])) as Addresses<Name>;

async function findServer(name: ServerName): Promise<Server> {
  const given = process.env[VARIABLES[name]];
  if (given) return { address: given, stop: async () => {} };
  // testcontainers is slow to load
  if (await dockerAnswers()) return (await import('./containers.ts')).startContainer(name);
  const settings = settingsFrom(process.env);
  await up(settings);
  return { address: clientEnvironment(settings)[VARIABLES[name]], stop: async () => {} };
}
