import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { secretsOf, securedEnvironment } from '../../scripts/stack/secrets.ts';
import type { Settings } from '../../scripts/stack/settings.ts';
import { TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import { readEnvironment } from '../../src/environment.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { isHopeless } from '../../src/shell/kafka/errors.ts';
import { attempts, sendFor } from '../../src/shell/kafka/rights.fixture.ts';
import { quiet } from '../integration/quiet.ts';
import { signedToken, type TokenServer, tokenServer } from './token-server.ts';

const PRODUCER = 'vedette-producer';
const CLIENT = 'a client: with signs&';
const SECRET = randomBytes(20).toString('base64');

type Variables = Readonly<Record<string, string>>;
const without = (variables: Variables, ...names: readonly string[]): Variables =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));
const kafkaOf = (variables: Variables) => readEnvironment(variables).kafka;

/** Every way to log in, each against the broker; the topics and the rights of the producer are there. */
export function loginSuite(settings: Settings): void {
  const password = securedEnvironment(settings, PRODUCER);
  const bare = without(password, 'KAFKA_USERNAME', 'KAFKA_PASSWORD_FILE', 'KAFKA_SASL_MECHANISM');
  const tokenFile = join(settings.state, 'token');
  const ofFile = { ...bare, KAFKA_SASL_MECHANISM: 'oauthbearer', KAFKA_OAUTH_TOKEN_FILE: tokenFile };
  let server: TokenServer;
  const granted = () => ({
    ...{ ...bare, KAFKA_SASL_MECHANISM: 'oauthbearer', KAFKA_OAUTH_TOKEN_URL: server.url },
    ...{ KAFKA_OAUTH_CLIENT_ID: CLIENT, KAFKA_OAUTH_CLIENT_SECRET: SECRET, KAFKA_OAUTH_SCOPE: 'kafka' },
  });
  const byCertificate = { ...bare, KAFKA_BROKERS: `127.0.0.1:${settings.mtlsPort}` };

  beforeAll(async () => {
    const [client, secret] = [CLIENT, SECRET].map(encodeURIComponent) as [string, string];
    server = await tokenServer({
      client,
      secret,
      livesSeconds: 300,
      token: () => signedToken(settings, PRODUCER, 300),
    });
  });
  afterAll(() => server.close());

  describe('a client', () => {
    it.each(['plain', 'scram-sha-256', 'scram-sha-512'])('logs in by %s', async (mechanism) => {
      expect(await sent({ ...password, KAFKA_SASL_MECHANISM: mechanism })).toBe('sent');
    });

    it('logs in by a token of an authorization server, which each of its connections uses', async () => {
      expect(await sent(granted())).toBe('sent');
      expect(new URLSearchParams(server.asked[0]?.body).get('scope')).toBe('kafka');
      expect(server.asked.length).toBeLessThanOrEqual(2);
    });

    it('logs in by a token of a file', async () => {
      writeFileSync(tokenFile, `${signedToken(settings, PRODUCER, 300)}\n`);
      expect(await sent(ofFile)).toBe('sent');
    });

    it('logs in by its certificate, and not without', async () => {
      const { cert, key } = secretsOf(settings).client;
      const mtls = { ...byCertificate, KAFKA_SSL_CERT_FILE: cert, KAFKA_SSL_KEY_FILE: key };
      expect(await sent(mtls)).toBe('sent');
      await expect(attempts(kafkaOf(byCertificate))).rejects.toThrow(/certificate|Closed connection/);
    });

    it('renews its sessions before they end, while records flow', async () => {
      const [byPassword, byToken] = await Promise.all(
        [password, granted()].map((variables) => sendFor(kafkaOf(variables), TELEMETRY_RAW.name, 5000)),
      );
      // SCRAM takes two steps for a login, a token one
      expect(byPassword?.logins).toBeGreaterThanOrEqual(3 * 2);
      expect(byToken?.logins).toBeGreaterThanOrEqual(3);
      expect(Math.min(byPassword?.sent ?? 0, byToken?.sent ?? 0)).toBeGreaterThan(50);
    });
  });

  describe('is told at once, without the secret:', () => {
    it.each(['plain', 'scram-sha-256', 'scram-sha-512'])('a wrong password for %s', async (mechanism) => {
      const wrong = { ...without(password, 'KAFKA_PASSWORD_FILE'), KAFKA_PASSWORD: 'canary' };
      const answer = await sent({ ...wrong, KAFKA_SASL_MECHANISM: mechanism });
      expect(answer).toMatch(/^hopeless: .*(invalid credentials|authentication failed)/i);
      expect(answer).not.toContain('canary');
    });

    it('a token that the broker does not trust', async () => {
      const [head, claims] = signedToken(settings, PRODUCER, 300).split('.');
      writeFileSync(tokenFile, `${head}.${claims}.${randomBytes(256).toString('base64url')}`);
      expect(await sent(ofFile)).toMatch(/^hopeless: .*refuses the OAuth token \(invalid_token\)/);
    });

    it('a wrong secret for the authorization server', async () => {
      const answer = await sent({ ...granted(), KAFKA_OAUTH_CLIENT_SECRET: 'canary' });
      expect(answer).toMatch(/^hopeless: .*status 401 \(invalid_client\)/);
      expect(answer).not.toContain('canary');
    });

    it('a broker whose certificate is not trusted', async () => {
      const refused = await attempts(kafkaOf(without(password, 'KAFKA_SSL_CA_FILE'))).catch((cause) => cause);
      expect(refused.message).toMatch(/certificate/);
      expect(isHopeless(refused)).toBe(true);
    });

    it('a port with TLS that is spoken to without', async () => {
      const plain = { ...without(password, 'KAFKA_SSL_CA_FILE'), KAFKA_SSL: 'false' };
      await expect(attempts(kafkaOf(plain))).rejects.toThrow('Closed connection');
    });
  });
}

/** Sends one record as such a client: `sent`, or what became of it. */
async function sent(variables: Variables): Promise<string> {
  const broker = kafkaBroker(kafkaOf(variables), quiet);
  const producer = await broker.producer();
  try {
    if ((await broker.partitions(TELEMETRY_RAW.name)) === null) return 'the topic cannot be seen';
    const value = Buffer.from('{}');
    await producer.send([{ topic: TELEMETRY_RAW.name, partition: 0, key: null, value, headers: {} }]);
    return 'sent';
  } catch (error) {
    return `${isHopeless((error as Error).cause) ? 'hopeless' : 'retriable'}: ${(error as Error).message}`;
  } finally {
    await producer.close();
    await broker.close();
  }
}
