import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from '@jest/globals';
import { kafka } from '../../scripts/stack/kafka.ts';
import { redis } from '../../scripts/stack/redis.ts';
import { type Settings, settingsFrom } from '../../scripts/stack/settings.ts';
import { down, up } from '../../scripts/stack/stack.ts';
import { randomPort } from '../integration/random-port.ts';

const SERVERS = { kafka, redis } as const;

/**
 * A suite on servers of its own with TLS, logins and rights. They are had as processes alone; where they cannot, the
 * suite is skipped aloud, and fails when VEDETTE_REQUIRE names one of them.
 */
export async function withSecured(
  names: readonly (keyof typeof SERVERS)[],
  suite: (settings: Settings) => void,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const settings = settingsFrom({
    VEDETTE_STACK_DIR: mkdtempSync(join(tmpdir(), 'vedette-secured-')),
    VEDETTE_STACK_SECURED: 'true',
    VEDETTE_STACK_KAFKA_PORT: randomPort(24_000),
    VEDETTE_STACK_REDIS_PORT: randomPort(28_000),
    ...env,
  });
  const title = `on a secured ${names.join(', ')}`;
  const broken = await up(
    settings,
    names.map((name) => SERVERS[name](settings)),
  ).then(
    () => null,
    (cause: Error) => cause,
  );
  const clean = async () => {
    await down(settings, { wipe: true });
    rmSync(settings.state, { recursive: true, force: true });
  };
  if (broken) await clean();
  const required = (process.env.VEDETTE_REQUIRE ?? '').split(',');
  if (broken && names.some((name) => required.includes(name))) throw broken;
  if (broken) process.stderr.write(`SKIPPED, no servers: everything ${title}: ${broken.message}\n`);
  (broken ? describe.skip : describe)(title, () => {
    suite(settings);
    afterAll(clean, 60_000);
  });
}
