import { readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { secretsOf } from './secrets.ts';
import type { Settings } from './settings.ts';

/** A connection to a server of the stack, with TLS where it is secured. */
export function connectTo(settings: Settings, port: number, onConnect: () => void): Socket {
  const at = { host: '127.0.0.1', port, timeout: 2000 };
  if (!settings.isSecured) return createConnection(at, onConnect);
  return connectTls({ ...at, ca: readFileSync(secretsOf(settings).ca) }, onConnect);
}
