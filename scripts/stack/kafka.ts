import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectTo } from './connect.ts';
import { ensureProgram, runToEnd } from './install.ts';
import { findJavas } from './java.ts';
import { jwksUrl, scramUsers, securityProperties } from './kafka-security.ts';
import { makeSecrets } from './secrets.ts';
import type { Command, Service } from './service.ts';
import type { Settings } from './settings.ts';

export const VERSION = '4.3.1';

/** One node that is broker and controller, from Maven Central's jars. */
export function kafka(settings: Settings): Service {
  const data = join(settings.state, 'kafka');
  const { behindProxy } = settings;
  return {
    name: 'kafka',
    version: VERSION,
    ports: [
      settings.kafkaPort,
      settings.controllerPort,
      ...(behindProxy ? [behindProxy.port] : []),
      ...(settings.isSecured ? [settings.mtlsPort] : []),
    ],
    url: `127.0.0.1:${settings.kafkaPort}`,
    data,
    prepare: () => prepare(settings, data),
    ready: () => answersApiVersions(settings),
  };
}

async function prepare(settings: Settings, data: string): Promise<Command> {
  const java = (await findJavas()).find(({ major }) => major >= 17);
  if (!java) throw new Error('Kafka needs Java 17 or newer: install it or set JAVA_HOME');
  const libs = await fetchJars(settings);
  const properties = join(data, 'server.properties');
  mkdirSync(data, { recursive: true });
  if (settings.isSecured) await makeSecrets(settings);
  writeFileSync(properties, serverProperties(settings, join(data, 'log')), { mode: 0o600 });
  const classpath = ['-cp', join(libs, '*')];
  if (!existsSync(join(data, 'log/meta.properties'))) {
    const format = [
      'format',
      '--standalone',
      '-t',
      clusterId(),
      '-c',
      properties,
      ...(settings.isSecured ? scramUsers(settings) : []),
    ];
    await runToEnd(java.program, ['-Xmx128m', ...classpath, 'kafka.tools.StorageTool', ...format]);
  }
  const logging = `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.properties')}`;
  return {
    program: java.program,
    args: [
      '-Xms384m',
      '-Xmx512m',
      '-XX:+UseG1GC',
      '-XX:MaxGCPauseMillis=20',
      logging,
      ...(settings.isSecured ? [`-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${jwksUrl(settings)}`] : []),
      ...classpath,
      'kafka.Kafka',
      properties,
    ],
  };
}

export async function fetchJars(settings: Settings): Promise<string> {
  const libs = join(settings.packages, `kafka-${VERSION}`);
  if (existsSync(libs)) return libs;
  await ensureProgram('mvn', 'maven');
  console.error(`fetching Kafka ${VERSION} from Maven Central ...`);
  const part = `${libs}.part`;
  rmSync(part, { recursive: true, force: true });
  await runToEnd('mvn', ['-q', '-B', '-f', join(import.meta.dirname, 'kafka-pom.xml'), 'package', `-Dlibs=${part}`]);
  renameSync(part, libs);
  return libs;
}

/** The format tool takes an id that begins with "-" for an option. */
const clusterId = () => randomBytes(16).toString('base64url').replace(/^-/, 'A');

function proxiedListener(behindProxy: Settings['behindProxy']) {
  if (!behindProxy) return { port: '', advertised: '', protocol: '' };
  const at = (port: number) => `,PROXIED://127.0.0.1:${port}`;
  const { port, advertisedPort } = behindProxy;
  return { port: at(port), advertised: at(advertisedPort), protocol: ',PROXIED:PLAINTEXT' };
}

/** With one node every internal topic has one replica; the initial delay would add 3 s to the first join of each group. */
function serverProperties(settings: Settings, log: string): string {
  const { kafkaPort, controllerPort, behindProxy, isSecured } = settings;
  const proxied = proxiedListener(behindProxy);
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${kafkaPort},CONTROLLER://127.0.0.1:${controllerPort}${proxied.port}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${kafkaPort}${proxied.advertised}`,
    'listener.security.protocol.map': `PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT${proxied.protocol}`,
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': log,
    'auto.create.topics.enable': false,
    'min.insync.replicas': 1,
    'default.replication.factor': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 2,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    'num.network.threads': 2,
    'num.io.threads': 4,
    // retention of a few seconds is for tests, which would wait for minutes
    'log.retention.check.interval.ms': 5000,
    'log.segment.bytes': 128 * 1024 * 1024,
    'log.index.size.max.bytes': 1024 * 1024,
    'log.cleaner.dedupe.buffer.size': 16 * 1024 * 1024,
    ...(isSecured ? securityProperties(settings) : {}),
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** The port is open well before requests are served, so one is sent: ApiVersions, version 0, correlation id 7. */
function answersApiVersions(settings: Settings): Promise<boolean> {
  const request = Buffer.from('0000000a0012000000000007ffff', 'hex');
  return new Promise((resolve) => {
    const socket = connectTo(settings, settings.kafkaPort, () => socket.write(request));
    const done = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('data', (data) => done(data.length >= 10 && data.readInt32BE(4) === 7 && data.readInt16BE(8) === 0));
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => done(false));
  });
}
