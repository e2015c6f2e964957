import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureProgram, runToEnd } from './install.ts';
import { findJavas } from './java.ts';
import type { Command, Service } from './service.ts';
import type { Settings } from './settings.ts';

const VERSION = '3.3.3';
/** The newest that runs on a Java older than 21. */
const VERSION_FOR_OLD_JAVA = '3.0.9';

/** Apicurio Registry with its data in an H2 file, so that schema ids outlive a restart as the records that carry them do. */
export function registry(settings: Settings): Service {
  const data = join(settings.state, 'registry');
  const api = `http://127.0.0.1:${settings.registryPort}/apis/ccompat/v7`;
  return {
    name: 'registry',
    version: VERSION,
    ports: [settings.registryPort],
    url: api,
    data,
    prepare: () => prepare(settings, data),
    ready: () => answers(`${api}/subjects`),
  };
}

async function prepare(settings: Settings, data: string): Promise<Command> {
  const javas = await findJavas();
  const modern = javas.find(({ major }) => major >= 21);
  const java = modern ?? javas.find(({ major }) => major >= 17);
  if (!java) throw new Error('Apicurio Registry needs Java 17 or newer: install it or set JAVA_HOME');
  const version = modern ? VERSION : VERSION_FOR_OLD_JAVA;
  const cwd = await fetchProgram(settings, version);
  const jar = modern ? 'quarkus-run.jar' : `apicurio-registry-app-${version}-runner.jar`;
  mkdirSync(data, { recursive: true });
  return { program: java.program, args: ['-Xmx256m', '-jar', jar], cwd, env: environment(settings, data) };
}

async function fetchProgram(settings: Settings, version: string): Promise<string> {
  const folder = join(settings.packages, `apicurio-${version}`);
  if (existsSync(folder)) return folder;
  await ensureProgram('mvn', 'maven');
  console.error(`fetching Apicurio Registry ${version} from Maven Central ...`);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const artifact = `-Dartifact=io.apicurio:apicurio-registry-app:${version}:tar.gz:all`;
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';
  await runToEnd('mvn', ['-q', '-B', goal, artifact, `-DoutputDirectory=${part}`], part);
  const archive = join(part, `apicurio-registry-app-${version}-all.tar.gz`);
  await runToEnd('tar', ['xzf', archive, '-C', part]);
  rmSync(archive);
  renameSync(part, folder);
  return folder;
}

const environment = ({ registryPort, registryHealthPort }: Settings, data: string) => ({
  QUARKUS_HTTP_HOST: '127.0.0.1',
  QUARKUS_HTTP_PORT: String(registryPort),
  QUARKUS_HTTP_ACCESS_LOG_ENABLED: 'false',
  QUARKUS_MANAGEMENT_HOST: '127.0.0.1',
  QUARKUS_MANAGEMENT_PORT: String(registryHealthPort),
  APICURIO_STORAGE_KIND: 'sql',
  APICURIO_STORAGE_SQL_KIND: 'h2',
  APICURIO_DATASOURCE_URL: `jdbc:h2:file:${join(data, 'schemas')}`,
});

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );
}
