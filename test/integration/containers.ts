import { createServer } from 'node:net';
import { GenericContainer, Wait } from 'testcontainers';
import type { Server, ServerName } from './servers.ts';

const START_WITHIN_MS = 180_000;

/** A server of its own in a container, in the versions of docker-compose.yml. */
export const startContainer = (name: ServerName): Promise<Server> => START[name]();

const START: Readonly<Record<ServerName, () => Promise<Server>>> = { kafka, registry, redis };

/** The broker tells its clients where it is, so its port on the host must be known before it starts. */
async function kafka(): Promise<Server> {
  const port = await freePort();
  const container = await new GenericContainer('apache/kafka:4.3.1')
    .withExposedPorts({ container: port, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:29093',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENERS: `PLAINTEXT://:${port},CONTROLLER://:29093`,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(START_WITHIN_MS)
    .start();
  return { address: `127.0.0.1:${port}`, stop: async () => void (await container.stop()) };
}

async function registry(): Promise<Server> {
  const container = await new GenericContainer('apicurio/apicurio-registry:3.3.3')
    .withExposedPorts(8080)
    .withWaitStrategy(Wait.forHttp('/apis/ccompat/v7/subjects', 8080))
    .withStartupTimeout(START_WITHIN_MS)
    .start();
  const address = `http://${container.getHost()}:${container.getMappedPort(8080)}/apis/ccompat/v7`;
  return { address, stop: async () => void (await container.stop()) };
}

async function redis(): Promise<Server> {
  const container = await new GenericContainer('redis:7.0.15-bookworm')
    .withCommand(['redis-server', '--maxmemory-policy', 'noeviction'])
    .withExposedPorts(6379)
    .withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/))
    .withStartupTimeout(START_WITHIN_MS)
    .start();
  return {
    address: `redis://${container.getHost()}:${container.getMappedPort(6379)}`,
    stop: async () => void (await container.stop()),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
