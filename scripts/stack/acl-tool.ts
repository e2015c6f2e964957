import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './install.ts';
import { findJavas } from './java.ts';
import { fetchJars, VERSION } from './kafka.ts';
import { ADMIN, passwordOf, secretsOf } from './secrets.ts';
import type { Settings } from './settings.ts';

/** Runs what `vedette acls --format kafka-acls` prints against the secured broker, with Kafka's own tool. */
export async function applyAcls(settings: Settings, text: string): Promise<void> {
  const folder = join(settings.state, 'acl-tool');
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'admin.properties');
  writeFileSync(config, adminProperties(settings), { mode: 0o600 });
  writeFileSync(join(folder, 'kafka-acls.sh'), await script(settings), { mode: 0o755 });
  writeFileSync(join(folder, 'acls.sh'), text);
  const set = `PATH="$1:$PATH" BOOTSTRAP=127.0.0.1:${settings.kafkaPort} ADMIN_CONFIG="$1/admin.properties"`;
  await runToEnd('sh', ['-euc', `${set} sh -eu "$1/acls.sh"`, 'sh', folder]);
}

async function script(settings: Settings): Promise<string> {
  const java = (await findJavas()).find(({ major }) => major >= 17)?.program;
  const classpath = [await fetchTools(settings), await fetchJars(settings)].map((libs) => join(libs, '*')).join(':');
  const options = '-Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC';
  return `#!/bin/sh\nexec '${java}' ${options} -cp '${classpath}' org.apache.kafka.tools.AclCommand "$@"\n`;
}

/** The broker does without them. */
async function fetchTools(settings: Settings): Promise<string> {
  const libs = join(settings.packages, `kafka-tools-${VERSION}`);
  if (existsSync(libs)) return libs;
  const part = `${libs}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const artifact = `-Dartifact=org.apache.kafka:kafka-tools:${VERSION}`;
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';
  await runToEnd('mvn', ['-q', '-B', goal, artifact, `-DoutputDirectory=${part}`], part);
  renameSync(part, libs);
  return libs;
}

const adminProperties = (settings: Settings): string =>
  [
    'security.protocol=SASL_SSL',
    'sasl.mechanism=SCRAM-SHA-512',
    `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${ADMIN}" password="${passwordOf(settings, ADMIN)}";`,
    'ssl.truststore.type=PEM',
    `ssl.truststore.location=${secretsOf(settings).ca}`,
    '',
  ].join('\n');
