import { mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { ensureProgram } from './install.ts';
import type { Service } from './service.ts';
import type { Settings } from './settings.ts';

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
  };
  return {
    name: 'redis',
    version: '>= 7',
    ports: [settings.redisPort],
    url: `redis://127.0.0.1:${settings.redisPort}`,
    data,
    async prepare() {
      await ensureProgram('redis-server', 'redis-server');
      mkdirSync(data, { recursive: true });
      return {
        program: 'redis-server',
        args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
      };
    },
    ready: () => answersPing(settings.redisPort),
  };
}

/** While it loads its file Redis answers with an error instead of PONG. */
function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port, timeout: 2000 }, () => socket.write('PING\r\n'));
    const done = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('data', (data) => done(data.toString('latin1').startsWith('+PONG')));
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => done(false));
  });
}
