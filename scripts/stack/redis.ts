import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { redisRights } from '../../src/shell/redis/acl.ts';
import { connectTo } from './connect.ts';
import { ensureProgram } from './install.ts';
import { makeSecrets, passwordOf, REDIS_USER, secretsOf } from './secrets.ts';
import type { Service } from './service.ts';
import { clientEnvironment, type Settings } from './settings.ts';

/** Keeps what it acknowledged (append-only file) and never evicts: the stages refuse a store that forgets. */
export function redis(settings: Settings): Service {
  const data = join(settings.state, 'redis');
  const options = {
    bind: '127.0.0.1',
    port: settings.redisPort,
    dir: data,
    appendonly: 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
    // for tests that make it stand still
    'enable-debug-command': 'local',
  };
  return {
    name: 'redis',
    version: '>= 7',
    ports: [settings.redisPort],
    url: clientEnvironment(settings).REDIS_URL,
    data,
    async prepare() {
      await ensureProgram('redis-server', 'redis-server');
      mkdirSync(data, { recursive: true });
      const security = settings.isSecured ? await secure(settings, data) : {};
      return {
        program: 'redis-server',
        args: Object.entries({ ...options, ...security }).flatMap(([name, value]) => [`--${name}`, String(value)]),
      };
    },
    ready: () => answersPing(settings),
  };
}

/** TLS alone, and one user with the least rights; the default user is off. */
async function secure(settings: Settings, data: string): Promise<Readonly<Record<string, string | number>>> {
  await makeSecrets(settings);
  const { ca, server } = secretsOf(settings);
  const aclfile = join(data, 'users.acl');
  const hash = createHash('sha256').update(passwordOf(settings, REDIS_USER)).digest('hex');
  writeFileSync(aclfile, `user default off\nuser ${REDIS_USER} on #${hash} ${redisRights()}\n`, { mode: 0o600 });
  return {
    port: 0,
    'tls-port': settings.redisPort,
    'tls-cert-file': server.cert,
    'tls-key-file': server.key,
    'tls-ca-cert-file': ca,
    'tls-auth-clients': 'optional',
    aclfile,
  };
}

/** While it loads its file Redis answers with another error; NOAUTH is what a secured one says when it is ready. */
function answersPing(settings: Settings): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTo(settings, settings.redisPort, () => socket.write('PING\r\n'));
    const done = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('data', (answer) => done(/^(\+PONG|-NOAUTH)/.test(answer.toString('latin1'))));
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => done(false));
  });
}
