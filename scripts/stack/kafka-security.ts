import { ADMIN, passwordOf, secretsOf, USERS } from './secrets.ts';
import type { Settings } from './settings.ts';

export const AUDIENCE = 'kafka';
const LOGIN = 'org.apache.kafka.common.security';
const jaas = (module: string, options: Readonly<Record<string, string>> = {}) =>
  `${LOGIN}.${module} required${Object.entries(options)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')};`;

/**
 * A broker that believes nobody: SASL over TLS with every mechanism on the usual port, TLS with client certificates on
 * the one two above, and rights by ACL alone. The controller port is the broker's own and has no login.
 */
export function securityProperties(settings: Settings): Readonly<Record<string, string | number | boolean>> {
  const { kafkaPort, controllerPort, mtlsPort } = settings;
  const { ca, server } = secretsOf(settings);
  const scram = (user: string) =>
    jaas('scram.ScramLoginModule', { username: user, password: passwordOf(settings, user) });
  const plain = Object.fromEntries(USERS.map((user) => [`user_${user}`, passwordOf(settings, user)]));
  return {
    listeners: `SECURE://127.0.0.1:${kafkaPort},MTLS://127.0.0.1:${mtlsPort},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `SECURE://127.0.0.1:${kafkaPort},MTLS://127.0.0.1:${mtlsPort}`,
    'listener.security.protocol.map': 'SECURE:SASL_SSL,MTLS:SSL,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'SECURE',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
    'listener.name.secure.scram-sha-512.sasl.jaas.config': scram(ADMIN),
    'listener.name.secure.scram-sha-256.sasl.jaas.config': jaas('scram.ScramLoginModule'),
    'listener.name.secure.plain.sasl.jaas.config': jaas('plain.PlainLoginModule', plain),
    'listener.name.secure.oauthbearer.sasl.jaas.config': jaas('oauthbearer.OAuthBearerLoginModule'),
    'listener.name.secure.oauthbearer.sasl.server.callback.handler.class': `${LOGIN}.oauthbearer.OAuthBearerValidatorCallbackHandler`,
    'listener.name.secure.oauthbearer.sasl.oauthbearer.jwks.endpoint.url': jwksUrl(settings),
    'listener.name.secure.oauthbearer.sasl.oauthbearer.expected.audience': AUDIENCE,
    'listener.name.mtls.ssl.client.auth': 'required',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': server.both,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': ca,
    'ssl.principal.mapping.rules': 'RULE:^CN=([^,]+).*$/$1/,DEFAULT',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    // ANONYMOUS is who comes by the controller port: the broker itself
    'super.users': `User:${ADMIN};User:ANONYMOUS`,
    ...(settings.reauthenticateMs > 0 && { 'connections.max.reauth.ms': settings.reauthenticateMs }),
  };
}

export const jwksUrl = (settings: Settings): string => `file://${secretsOf(settings).jwks}`;

/** SCRAM users are made when the disk of the broker is. */
export const scramUsers = (settings: Settings): readonly string[] =>
  USERS.flatMap((user) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${user},password=${passwordOf(settings, user)}]`,
    ]),
  );
