import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readEnvironment } from '../environment.ts';
import type { ReadText } from '../shell/read-text.ts';
import { configRows } from './config-rows.ts';
import { KNOBS } from './knobs.ts';
import { nearest } from './nearest.ts';
import { SECRETS } from './variables.ts';

function faultsOf(variables: Record<string, string>, files: Record<string, string> = {}): readonly string[] {
  try {
    readEnvironment(variables, reading(files));
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

const reading =
  (files: Record<string, string>): ReadText =>
  (path) => {
    const text = files[path];
    if (text === undefined) throw new Error('no such file');
    return text;
  };

describe('the environment', () => {
  it('needs nothing: the defaults are those of the local stack', () => {
    const environment = readEnvironment({});
    expect(environment.kafka).toEqual({
      brokers: ['127.0.0.1:9092'],
      clientId: 'vedette',
      ssl: false,
      sessionTimeoutMs: 10_000,
    });
    expect(environment.rooms.intake.timeSource).toBe('append');
    expect(environment.registry).not.toHaveProperty('auth');
  });

  it('is frozen to the last knob', () => {
    const { rooms } = readEnvironment({});
    expect(Object.isFrozen(rooms) && Object.isFrozen(rooms.correlation)).toBe(true);
  });

  it('reads servers, logins and knobs', () => {
    const environment = readEnvironment({
      KAFKA_BROKERS: 'a:9092, b.example:9093,[::1]:9094',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_USERNAME: 'u',
      KAFKA_PASSWORD: 'p',
      VEDETTE_HTTP_PORT: '0',
      VEDETTE_INTAKE_DEFAULT_TENANT: 'acme',
      VEDETTE_CORRELATION_RISK_THRESHOLD: '12.5',
    });
    expect(environment.kafka.brokers).toEqual(['a:9092', 'b.example:9093', '[::1]:9094']);
    expect(environment.kafka.sasl).toEqual({ mechanism: 'scram-sha-512', username: 'u', password: 'p' });
    expect(environment.httpPort).toBe(0);
    expect(environment.rooms.intake.defaultTenant).toBe('acme');
    expect(environment.rooms.correlation.riskThreshold).toBe(12.5);
  });

  it('takes an empty variable as one that is not set', () => {
    expect(readEnvironment({ KAFKA_BROKERS: ' ', VEDETTE_EPOCH: '' }).epoch).toBe(0);
  });

  it('holds event times against the source where the source is trusted, unless told otherwise', () => {
    const trusting = { VEDETTE_TRUST_SOURCE: 'true' };
    expect(readEnvironment(trusting).rooms.intake.timeSource).toBe('source');
    expect(readEnvironment({ ...trusting, VEDETTE_INTAKE_TIME_SOURCE: 'append' }).rooms.intake.timeSource).toBe(
      'append',
    );
  });
});

describe('a wrong environment', () => {
  it.each([
    ['KAFKA_BROKERS', 'nowhere'],
    ['KAFKA_SSL', 'yes'],
    ['KAFKA_SESSION_TIMEOUT_MS', '5999'],
    ['KAFKA_SESSION_TIMEOUT_MS', '300001'],
    ['SCHEMA_REGISTRY_URL', 'registry:8081'],
    ['REDIS_URL', 'http://redis'],
    ['VEDETTE_HTTP_PORT', '70000'],
    ['VEDETTE_EPOCH', '-1'],
    ['VEDETTE_RETRY_LIMIT_MS', '5m'],
    ['VEDETTE_LOG_LEVEL', 'loud'],
    ['VEDETTE_CORRELATION_TACTICS', '2.5'],
    ['VEDETTE_CORRELATION_TACTICS', 'many'],
    ['VEDETTE_INTAKE_TIME_SOURCE', 'moon'],
    ['VEDETTE_INTAKE_DEFAULT_TENANT', 'Not A Tenant'],
    ['VEDETTE_PSEUDONYM_SECRET', 'fifteen bytes..'],
    ['VEDETTE_SCRUB_LONGEST_TEXT', '262145'],
    ['VEDETTE_JOB_RUNNER', 'docker'],
  ])('is refused: %s=%s', (name, text) => {
    expect(faultsOf({ [name]: text })).toEqual([expect.stringContaining(`${name}: `)]);
  });

  it.each([
    ['VEDETTE_JOB_GPUS', '9'],
    ['VEDETTE_JOB_IMAGE', 'two images'],
    ['VEDETTE_JOB_CPU', '0'],
    ['VEDETTE_JOB_MEMORY', '4'],
    ['VEDETTE_JOB_NAMESPACE', 'Vedette'],
  ])('is refused with trainers in a cluster: %s=%s', (name, text) => {
    const places = { VEDETTE_TRAINING_STORE: 's3://bucket/training', VEDETTE_MODELS: 's3://bucket/models' };
    const cluster = { VEDETTE_JOB_RUNNER: 'kubernetes', VEDETTE_JOB_IMAGE: 'trainer:1', ...places };
    expect(faultsOf({ ...cluster, [name]: text })).toEqual([expect.stringContaining(`${name}: `)]);
  });

  it('tells all faults at once, each with its variable', () => {
    const faults = faultsOf({
      KAFKA_SSL: 'x',
      VEDETTE_EPOCH: 'x',
      VEDETTE_INTAKE_LATENESS_MS: '-5',
      VEDETTE_INTAKE_LATENES_MS: '5',
    });
    expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual([
      'KAFKA_SSL',
      'VEDETTE_EPOCH',
      'VEDETTE_INTAKE_LATENESS_MS',
      'VEDETTE_INTAKE_LATENES_MS',
    ]);
  });

  it('names the nearest variable for one that there is not', () => {
    expect(faultsOf({ VEDETTE_HTP_PORT: '1' })[0]).toContain('did you mean VEDETTE_HTTP_PORT?');
    expect(faultsOf({ VEDETTE_SOMETHING_ELSE_ENTIRELY: '1' })[0]).toContain('--print-config');
  });

  it('wants logins whole', () => {
    expect(faultsOf({ KAFKA_USERNAME: 'u' })).toHaveLength(2);
    expect(faultsOf({ SCHEMA_REGISTRY_PASSWORD: 'p' })).toHaveLength(1);
  });

  const oauth = { KAFKA_SASL_MECHANISM: 'oauthbearer' };
  it.each([
    ['a mechanism without its login', { KAFKA_SASL_MECHANISM: 'plain' }, ['KAFKA_USERNAME', 'KAFKA_PASSWORD']],
    ['OAuth without a client', oauth, ['KAFKA_OAUTH_TOKEN_URL', 'KAFKA_OAUTH_CLIENT_ID', 'KAFKA_OAUTH_CLIENT_SECRET']],
    ['a client without OAuth', { KAFKA_OAUTH_CLIENT_ID: 'c' }, ['KAFKA_OAUTH_CLIENT_ID']],
    [
      'a token of a file and of a client',
      { ...oauth, KAFKA_OAUTH_TOKEN_FILE: '/t', KAFKA_OAUTH_CLIENT_ID: 'c' },
      ['KAFKA_OAUTH_CLIENT_ID'],
    ],
    ['a password beside a token', { ...oauth, KAFKA_OAUTH_TOKEN_FILE: '/t', KAFKA_PASSWORD: 'p' }, ['KAFKA_PASSWORD']],
    ['an authority without TLS', { KAFKA_SSL_CA_FILE: '/ca' }, ['KAFKA_SSL_CA_FILE']],
    ['a certificate without its key', { KAFKA_SSL: 'true', KAFKA_SSL_CERT_FILE: '/ca' }, ['KAFKA_SSL_KEY_FILE']],
    ['an authority for a Redis without TLS', { REDIS_URL: 'redis://r', REDIS_CA_FILE: '/ca' }, ['REDIS_CA_FILE']],
    ['a name for Redis without a password', { REDIS_USERNAME: 'u' }, ['REDIS_PASSWORD']],
    ['two passwords for Redis', { REDIS_URL: 'redis://:p@r', REDIS_PASSWORD: 'p' }, ['REDIS_PASSWORD']],
    ['a login in the URL of the registry', { SCHEMA_REGISTRY_URL: 'http://u:hunter2@r' }, ['SCHEMA_REGISTRY_URL']],
    [
      'a login in the token URL',
      {
        ...{ ...oauth, KAFKA_OAUTH_TOKEN_URL: 'https://u:hunter2@i' },
        ...{ KAFKA_OAUTH_CLIENT_ID: 'c', KAFKA_OAUTH_CLIENT_SECRET: 's' },
      },
      ['KAFKA_OAUTH_TOKEN_URL'],
    ],
  ])('does not take %s', (_, variables, names) => {
    const faults = faultsOf(variables as Record<string, string>, { '/ca': '-----BEGIN CERTIFICATE-----', '/t': 't' });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(names);
    expect(faults.join()).not.toContain('hunter2');
  });

  it('does not repeat a secret that is wrong elsewhere', () => {
    expect(faultsOf({ KAFKA_PASSWORD: 'hunter2' }).join()).not.toContain('hunter2');
  });
});

describe('a secret', () => {
  const scram = { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_USERNAME: 'u' };

  it('may come from a file, each of them', () => {
    expect(SECRETS).toEqual([
      'KAFKA_PASSWORD',
      'KAFKA_OAUTH_CLIENT_SECRET',
      'SCHEMA_REGISTRY_PASSWORD',
      'REDIS_URL',
      'REDIS_PASSWORD',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'VEDETTE_MODEL_SERVER_TOKEN',
      'VEDETTE_PSEUDONYM_SECRET',
    ]);
    const files = { '/k': 'hunter2', '/r': 'redis://:hunter2@r:1' };
    const environment = readEnvironment({ ...scram, KAFKA_PASSWORD_FILE: '/k', REDIS_URL_FILE: '/r' }, reading(files));
    expect(environment.kafka.sasl).toMatchObject({ password: 'hunter2' });
    expect(environment.redis.url).toBe('redis://:hunter2@r:1');
  });

  it.each([
    ['that is not there', { KAFKA_PASSWORD_FILE: '/none' }, 'KAFKA_PASSWORD_FILE: /none: no such file'],
    [
      'and stands in the environment too',
      { KAFKA_PASSWORD_FILE: '/k', KAFKA_PASSWORD: 'p' },
      'KAFKA_PASSWORD: is set twice',
    ],
  ])('of a file %s is one fault', (_, variables, fault) => {
    expect(faultsOf({ ...scram, ...variables }, { '/k': 'x' })).toEqual([expect.stringContaining(fault)]);
  });

  it('of a certificate is read from its file, which must be PEM', () => {
    const pem = '-----BEGIN CERTIFICATE-----';
    const variables = { KAFKA_SSL: 'true', KAFKA_SSL_CA_FILE: '/ca', REDIS_URL: 'rediss://r', REDIS_CA_FILE: '/ca' };
    const environment = readEnvironment(variables, reading({ '/ca': pem }));
    expect([environment.kafka.ssl, environment.redis.tls]).toEqual([{ ca: pem }, { ca: pem }]);
    expect(faultsOf(variables, { '/ca': 'der' })).toEqual([
      'KAFKA_SSL_CA_FILE: /ca: is no PEM file: it holds no -----BEGIN',
      'REDIS_CA_FILE: /ca: is no PEM file: it holds no -----BEGIN',
    ]);
  });
});

it('leaves alone what Kubernetes sets for Services of our name', () => {
  expect(
    faultsOf({
      VEDETTE_INTAKE_SERVICE_HOST: '10.0.0.1',
      VEDETTE_INTAKE_PORT_8080_TCP_ADDR: '10.0.0.1',
      VEDETTE_PORT: 'tcp://10.0.0.1:80',
    }),
  ).toEqual([]);
});

describe('the printed configuration', () => {
  const print = (variables: Record<string, string>, files: Record<string, string> = {}) =>
    new Map(configRows(variables, readEnvironment(variables, reading(files))).map((row) => [row.name, row]));

  it('shows every knob with its meaning and where its value is from', () => {
    const rows = print({ VEDETTE_INTAKE_DEFAULT_TENANT: 'acme' });
    expect(rows.get('VEDETTE_INTAKE_DEFAULT_TENANT')).toMatchObject({ value: 'acme', from: 'environment' });
    expect(rows.get('VEDETTE_CORRELATION_TACTICS')?.from).toBe('default');
    expect(KNOBS.filter(({ about }) => about === '')).toEqual([]);
  });

  it('hides secrets, in URLs too', () => {
    const rows = print({
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_USERNAME: 'u',
      KAFKA_PASSWORD: 'hunter2',
      REDIS_URL: 'redis://:hun@ter2@redis:6379',
      SCHEMA_REGISTRY_URL: 'https://registry/x?token=hunter2',
    });
    expect(rows.get('KAFKA_PASSWORD')?.value).toBe('***');
    expect(rows.get('REDIS_URL')?.value).toBe('redis://:***@redis:6379');
    expect(rows.get('SCHEMA_REGISTRY_URL')?.value).toBe('https://registry/x?***');
    expect(JSON.stringify([...rows])).not.toMatch(/hun|ter2/);
  });

  it.each(['redis://u:my hunter2@h', 'redis://u:hunter2@h@h', 'rediss://:hunter2@h/0'])(
    'hides the password of %s, however the URL is written',
    (text) => {
      const rows = configRows({ REDIS_URL: text }, readEnvironment({ REDIS_URL: text }));
      expect(rows.find(({ name }) => name === 'REDIS_URL')?.value).toContain('***');
      expect(JSON.stringify(rows)).not.toContain('hunter2');
    },
  );

  it.each(['http:u:hunter2@h', 'http:/u:hunter2@h', 'HTTP:\\\\u:hunter2@h'])('refuses the login in %s', (text) => {
    expect(faultsOf({ SCHEMA_REGISTRY_URL: text })).toEqual([expect.not.stringContaining('hunter2')]);
  });

  it('says from which file a secret is, and not the secret', () => {
    const variables = { REDIS_PASSWORD_FILE: '/run/secrets/redis', REDIS_URL_FILE: '/run/secrets/url' };
    const rows = print(variables, { '/run/secrets/redis': 'hunter2', '/run/secrets/url': 'redis://hunter2.example' });
    expect(rows.get('REDIS_PASSWORD')).toMatchObject({ value: '***', from: 'file /run/secrets/redis' });
    expect(rows.get('REDIS_URL')).toMatchObject({ value: '***', from: 'file /run/secrets/url' });
    expect(JSON.stringify([...rows])).not.toContain('hunter2');
  });
});

it.each([
  ['VEDETTE_EPOCHS', 'VEDETTE_EPOCH'],
  ['VEDETTE_EPCOH', 'VEDETTE_EPOCH'],
  ['VEDETTE_NOTHING_LIKE_IT', null],
])('the nearest of %s is %s', (name, expected) => {
  expect(nearest(name, ['VEDETTE_EPOCH', 'VEDETTE_MODELS'])).toBe(expected);
});

it('no name is near one that is longer than all, which is told at once', () => {
  const startedAt = performance.now();
  expect(nearest('VEDETTE_EPOCH'.repeat(10_000), ['VEDETTE_EPOCH'])).toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(50);
});

it.each(['redis://u:my hunter2@h', 'redis://u:hunter2@h@h', 'rediss://:hunter2@h/0'])(
  'hides the password of %s, however the URL is written',
  (text) => {
    const rows = configRows({ REDIS_URL: text }, readEnvironment({ REDIS_URL: text }));
    expect(rows.find(({ name }) => name === 'REDIS_URL')?.value).toContain('***');
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  },
);
