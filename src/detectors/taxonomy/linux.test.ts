import { expect, it } from '@jest/globals';
import { sigmaViewOf } from './sigma-view.ts';
import { telemetryOf } from './telemetry.fixture.ts';

const FACTS = { format: 'syslog', product: 'linux', srcIp: '198.51.100.7', user: 'ann', host: 'web1' };

it('given a message of sshd, then who came from where has names that correlations can group by', () => {
  const view = sigmaViewOf(telemetryOf({ ...FACTS, service: 'sshd' }, { message: 'Accepted password' }));
  expect(view.fields).toEqual({ message: 'Accepted password', src_ip: '198.51.100.7', username: 'ann', host: 'web1' });
});

it('given a message of a program that lets nobody in, then its fields stay as they are', () => {
  const fields = { message: 'x' };
  expect(sigmaViewOf(telemetryOf({ ...FACTS, service: 'cron' }, fields)).fields).toBe(fields);
});
