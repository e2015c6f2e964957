import { hasLogin } from './urls.ts';

type Given = Readonly<Record<string, string>>;

const TOGETHER = [
  ['SCHEMA_REGISTRY_USERNAME', 'SCHEMA_REGISTRY_PASSWORD'],
  ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  ['KAFKA_SSL_CERT_FILE', 'KAFKA_SSL_KEY_FILE'],
  ['REDIS_CERT_FILE', 'REDIS_KEY_FILE'],
];
const PASSWORD = ['KAFKA_USERNAME', 'KAFKA_PASSWORD'];
const CLIENT = ['KAFKA_OAUTH_TOKEN_URL', 'KAFKA_OAUTH_CLIENT_ID', 'KAFKA_OAUTH_CLIENT_SECRET'];
const TOKEN_FILE = 'KAFKA_OAUTH_TOKEN_FILE';
const OAUTH = [...CLIENT, 'KAFKA_OAUTH_SCOPE', TOKEN_FILE];
const KAFKA_TLS = ['KAFKA_SSL_CA_FILE', 'KAFKA_SSL_CERT_FILE', 'KAFKA_SSL_KEY_FILE'];
const REDIS_TLS = ['REDIS_CA_FILE', 'REDIS_CERT_FILE', 'REDIS_KEY_FILE'];

/** Logins and certificates that are half given, or given where they would be passed over in silence. */
export function loginFaults(variables: Given): string[] {
  const isSet = (name: string) => variables[name] !== undefined;
  return [
    ...saslFaults(variables, isSet),
    ...TOGETHER.flatMap((names) => half(names, isSet)),
    ...(variables.KAFKA_SSL === 'true' ? [] : useless(KAFKA_TLS, isSet, 'is of use with KAFKA_SSL=true alone')),
    ...redisFaults(variables, isSet),
  ];
}

type IsSet = (name: string) => boolean;

function saslFaults(variables: Given, isSet: IsSet): string[] {
  const mechanism = 'KAFKA_SASL_MECHANISM';
  if (variables[mechanism] !== 'oauthbearer')
    return [
      ...half([mechanism, ...PASSWORD], isSet),
      ...useless(OAUTH, isSet, 'is of use with KAFKA_SASL_MECHANISM=oauthbearer alone'),
    ];
  const token = isSet(TOKEN_FILE)
    ? useless([...CLIENT, 'KAFKA_OAUTH_SCOPE'], isSet, `is of no use with ${TOKEN_FILE}: unset one of them`)
    : half([mechanism, ...CLIENT], isSet);
  return [...token, ...useless(PASSWORD, isSet, 'is of no use with KAFKA_SASL_MECHANISM=oauthbearer: unset it')];
}

function redisFaults(variables: Given, isSet: IsSet): string[] {
  const { REDIS_URL: address = '' } = variables;
  const faults = address.startsWith('rediss:') ? [] : useless(REDIS_TLS, isSet, 'is of use with a rediss:// URL alone');
  if (hasLogin(address))
    faults.push(...useless(['REDIS_USERNAME', 'REDIS_PASSWORD'], isSet, 'REDIS_URL has a login: unset one of them'));
  else if (isSet('REDIS_USERNAME')) faults.push(...half(['REDIS_USERNAME', 'REDIS_PASSWORD'], isSet));
  return faults;
}

function half(names: readonly string[], isSet: IsSet): string[] {
  const missing = names.filter((name) => !isSet(name));
  if (missing.length === 0 || missing.length === names.length) return [];
  return missing.map((name) => `${name}: is needed together with ${names.filter((one) => one !== name).join(' and ')}`);
}

const useless = (names: readonly string[], isSet: IsSet, why: string): string[] =>
  names.filter(isSet).map((name) => `${name}: ${why}`);
