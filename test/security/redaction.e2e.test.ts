import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { passwordOf, REDIS_USER, securedEnvironment } from '../../scripts/stack/secrets.ts';
import type { Settings } from '../../scripts/stack/settings.ts';
import { readEnvironment } from '../../src/environment.ts';
import type { StoredRecord } from '../../src/ports.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { until } from '../contract/until.ts';
import { command } from '../e2e/processes.ts';
import { quiet } from '../integration/quiet.ts';
import { canary, found, hostileTelemetry } from './canaries.ts';
import { prepare } from './prepared.ts';
import { type RegistryServer, registryServer } from './registry-server.ts';
import { withSecured } from './secured-stack.ts';

const MAIN = join(import.meta.dirname, '../../src/main.ts');
const TELEMETRY = hostileTelemetry();
const REGISTRY = canary('registry');
const CLIENT_SECRET = canary('oauth-secret');
const TOKEN = `${canary('token')}.a.b`;
const PSEUDONYMS = canary('pseudonym-secret');
const WRONG = canary('wrong-password');

/** Secrets and hostile telemetry are planted, then looked for in all that the program says. */
await withSecured(['kafka', 'redis'], (settings) => {
  const secrets = [
    ...['vedette-all', REDIS_USER].map((user) => passwordOf(settings, user)),
    REGISTRY,
    CLIENT_SECRET,
    TOKEN,
    PSEUDONYMS,
    WRONG,
  ];
  const words = [...secrets, ...TELEMETRY.words];
  const redisUrl = (port: number) => `rediss://${REDIS_USER}:${passwordOf(settings, REDIS_USER)}@127.0.0.1:${port}/0`;
  let registry: RegistryServer;
  let variables: Readonly<Record<string, string>>;

  beforeAll(async () => {
    await prepare(settings);
    registry = await registryServer('vedette', REGISTRY);
    const {
      REDIS_USERNAME: _,
      REDIS_PASSWORD_FILE: __,
      KAFKA_PASSWORD_FILE: ___,
      ...rest
    } = securedEnvironment(settings, 'vedette-all') as Record<string, string>;
    variables = {
      ...rest,
      KAFKA_PASSWORD: passwordOf(settings, 'vedette-all'),
      REDIS_URL: redisUrl(settings.redisPort),
      SCHEMA_REGISTRY_URL: registry.url,
      SCHEMA_REGISTRY_USERNAME: 'vedette',
      SCHEMA_REGISTRY_PASSWORD: REGISTRY,
      VEDETTE_PSEUDONYM_SECRET: PSEUDONYMS,
      VEDETTE_LOG_LEVEL: 'debug',
      VEDETTE_HTTP_PORT: '0',
      VEDETTE_DEBUG: '1',
    };
  }, 90_000);
  afterAll(() => registry.close());

  it('can find what is there, in whatever form', () => {
    const basic = `Basic ${Buffer.from(`vedette:${REGISTRY}`).toString('base64')}`;
    for (const text of [`x ${REGISTRY} y`, REGISTRY.toUpperCase(), basic])
      expect(found(words, text)).toEqual([REGISTRY]);
  });

  it('a chain at work on hostile telemetry says nothing of it, nor any secret: logs, metrics, health, dead letters', async () => {
    const chain = startAll(variables);
    const port = await chain.port();
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    await until('it is ready', async () => (await ask('/health/ready')).includes('"ok":true'), 60_000);
    await send(settings);
    const letters = await deadLetters(settings, TELEMETRY.bad);
    await until(
      'all is read',
      async () => /vedette_position_offset\{[^}]*intake[^}]*\} [1-9]/.test(await ask('/metrics')),
      20_000,
    );
    const said = [await ask('/metrics'), await ask('/health/ready'), await ask('/health/live'), await chain.stop()];
    for (const text of said) {
      expect(text.length).toBeGreaterThan(10);
      expect(found(words, text)).toEqual([]);
    }
    expect(letters.length).toBeGreaterThanOrEqual(TELEMETRY.bad);
    expect(found(words, letters.map(ourHeaders).join('\n'))).toEqual([]);
    // the record itself is kept as it came
    expect(
      found(TELEMETRY.words, letters.map(({ value }) => `${Buffer.from(value ?? [])}`).join()).length,
    ).toBeGreaterThan(0);
  }, 120_000);

  describe.each([
    ['a broker that refuses the password', { KAFKA_PASSWORD: WRONG }],
    ['a broker that is not there', { KAFKA_BROKERS: '127.0.0.1:9' }],
    ['a registry that refuses the password', { SCHEMA_REGISTRY_PASSWORD: WRONG }],
    ['a registry that is not there', { SCHEMA_REGISTRY_URL: 'http://127.0.0.1:65001' }],
    ['a login in the URL of the registry', { SCHEMA_REGISTRY_URL: `http://vedette:${REGISTRY}@127.0.0.1:65001` }],
    ['a Redis that refuses the password', { REDIS_URL: `rediss://vedette:${WRONG}@127.0.0.1:${settings.redisPort}` }],
    [
      'a Redis that is not there',
      { REDIS_URL: `redis://vedette:${WRONG}@127.0.0.1:65001?password=${WRONG}`, REDIS_CA_FILE: '' },
    ],
    ['a URL of Redis that is none', { REDIS_URL: `http://vedette:${WRONG}@127.0.0.1`, REDIS_CA_FILE: '' }],
  ])('%s', (_, wrong: Readonly<Record<string, string>>) => {
    it('is told by run and by doctor without a secret', async () => {
      const given = { ...variables, ...wrong, VEDETTE_RETRY_LIMIT_MS: '1000' };
      const [run, doctor] = await Promise.all([command(['run', 'intake'], given), command(['doctor'], given)]);
      expect([run.code === 0, doctor.code === 0]).toEqual([false, false]);
      expect(found(words, run.stdout + run.stderr + doctor.stdout + doctor.stderr)).toEqual([]);
      expect(`${run.stderr}${doctor.stdout}`).not.toMatch(/a bug/);
    }, 60_000);
  });

  it('an OAuth login that is refused is told without secret and token', async () => {
    const token = join(settings.state, 'canary.token');
    writeFileSync(token, TOKEN);
    const { KAFKA_USERNAME: _, KAFKA_PASSWORD: __, ...rest } = variables;
    const oauth = { ...rest, KAFKA_SASL_MECHANISM: 'oauthbearer' };
    const client = { KAFKA_OAUTH_CLIENT_ID: 'x', KAFKA_OAUTH_CLIENT_SECRET: CLIENT_SECRET };
    const ended = await Promise.all([
      command(['audit'], { ...oauth, KAFKA_OAUTH_TOKEN_FILE: token }),
      command(['audit'], { ...oauth, KAFKA_OAUTH_TOKEN_URL: registry.url, ...client }),
      command(['run', '--print-config'], { ...oauth, KAFKA_OAUTH_TOKEN_URL: registry.url, ...client }),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([3, 3, 0]);
    expect(found(words, ended.map(({ stdout, stderr }) => stdout + stderr).join())).toEqual([]);
  }, 30_000);

  it.each(['throw error', 'Promise.reject(error)'])(
    'a crash by %s says where, and nothing else',
    async (how) => {
      const [word] = words;
      const text = `setTimeout(() => { const error = Object.assign(new Error('${word}'), { command: { args: ['${word}'] } }); ${how}; }, 1500)`;
      const file = join(settings.state, 'crash.mjs');
      writeFileSync(file, text);
      const { code, stderr } = await command(['run', 'intake'], {
        ...variables,
        NODE_OPTIONS: `--import=${file}`,
      });
      expect([code, found(words, stderr)]).toEqual([4, []]);
      expect(stderr).toMatch(/vedette: a bug: Error/);
    },
    30_000,
  );
});

const ourHeaders = ({ headers }: StoredRecord): string =>
  Object.entries(headers)
    .filter(([name]) => /^(__connect\.|dlq\.|vedette-)/.test(name))
    .map(([name, bytes]) => `${name}: ${Buffer.from(bytes ?? [])}`)
    .join('\n');

async function send(settings: Settings): Promise<void> {
  const broker = kafkaBroker(readEnvironment(securedEnvironment(settings, 'vedette-producer')).kafka, quiet);
  const producer = await broker.producer();
  await producer.send(TELEMETRY.sends);
  await producer.close();
  await broker.close();
}

/** Those of our telemetry, as soon as all are there. */
async function deadLetters(settings: Settings, count: number): Promise<readonly StoredRecord[]> {
  const { kafka } = readEnvironment(securedEnvironment(settings, 'vedette-dlq-reader'));
  const broker = kafkaBroker(kafka, quiet, 'vedette.reader.dlq.');
  try {
    const [key = ''] = TELEMETRY.sends.map((one) => `${Buffer.from(one.key ?? [])}`);
    let letters: StoredRecord[] = [];
    await until(
      'the dead letters are there',
      async () => {
        letters = [];
        for await (const letter of broker.readAll('intake.dlq'))
          if (`${Buffer.from(letter.key ?? [])}` === key) letters.push(letter);
        return letters.length >= count;
      },
      60_000,
    );
    return letters;
  } finally {
    await broker.close();
  }
}

/** Every stage in one process. */
function startAll(variables: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'run', 'all'], {
    env: { PATH: process.env.PATH ?? '', ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  process.once('exit', () => child.kill('SIGKILL'));
  return {
    async port(): Promise<string> {
      for (let waited = 0; waited < 300; waited++) {
        const port = /"httpPort":(\d+)/.exec(log)?.[1];
        if (port) return port;
        await sleep(100);
      }
      throw new Error(`it has not started: ${log.slice(-2000)}`);
    },
    async stop(): Promise<string> {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      return log;
    },
  };
}
