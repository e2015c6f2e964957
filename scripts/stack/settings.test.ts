import { describe, expect, it } from '@jest/globals';
import { clientEnvironment, settingsFrom } from './settings.ts';

describe('settings of the local stack', () => {
  it('has the usual ports when nothing is said', () => {
    expect(clientEnvironment(settingsFrom({}))).toEqual({
      KAFKA_BROKERS: '127.0.0.1:9092',
      SCHEMA_REGISTRY_URL: 'http://127.0.0.1:8081/apis/ccompat/v7',
      REDIS_URL: 'redis://127.0.0.1:6379',
    });
  });

  it('takes ports and the place of its data from the environment', () => {
    const settings = settingsFrom({ VEDETTE_STACK_KAFKA_PORT: '19092', VEDETTE_STACK_DIR: '/tmp/second' });
    expect(settings).toMatchObject({ kafkaPort: 19092, controllerPort: 19093, state: '/tmp/second' });
  });

  it.each(['0', '80', '70000', 'abc', '1.5'])('refuses the port %s and names the variable', (port) => {
    expect(() => settingsFrom({ VEDETTE_STACK_REDIS_PORT: port })).toThrow('VEDETTE_STACK_REDIS_PORT');
  });

  it('is secured when told so, and then Redis is reached with TLS', () => {
    const settings = settingsFrom({ VEDETTE_STACK_SECURED: 'true' });
    expect(settings).toMatchObject({ isSecured: true, mtlsPort: 9094, reauthenticateMs: 0 });
    expect(clientEnvironment(settings).REDIS_URL).toBe('rediss://127.0.0.1:6379');
  });

  it.each([
    ['VEDETTE_STACK_SECURED', 'yes'],
    ['VEDETTE_STACK_REAUTHENTICATE_MS', '12s'],
  ])('refuses %s=%s', (name, text) => {
    expect(() => settingsFrom({ [name]: text })).toThrow(name);
  });
});
