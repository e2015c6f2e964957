/** A real Kafka, schema registry and Redis on loopback, without Docker. */
import { parseArgs } from 'node:util';
import { securedEnvironment } from './stack/secrets.ts';
import { clientEnvironment, settingsFrom } from './stack/settings.ts';
import { down, status, up } from './stack/stack.ts';

const USAGE = `npm run stack -- up              start what does not run, wait until it answers, print the addresses
npm run stack -- status [--json] what runs; exit 1 unless everything is ready
npm run stack -- down [--wipe]   stop everything; --wipe removes the data too

VEDETTE_STACK_KAFKA_PORT (9092), VEDETTE_STACK_REGISTRY_PORT (8081), VEDETTE_STACK_REDIS_PORT (6379)
VEDETTE_STACK_DIR (.stack/default): with other ports, a second stack beside the first
VEDETTE_STACK_SECURED=true: TLS, logins and ACLs on Kafka and Redis, with an authority of its own; in a folder of its own`;

async function main(): Promise<number> {
  const options = { json: { type: 'boolean', default: false }, wipe: { type: 'boolean', default: false } } as const;
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const settings = settingsFrom(process.env);
  switch (positionals.join(' ')) {
    case 'up':
      await up(settings);
      console.log(
        `export ${assignments(settings.isSecured ? securedEnvironment(settings) : clientEnvironment(settings))}`,
      );
      return 0;
    case 'down':
      await down(settings, { wipe: values.wipe });
      return 0;
    case 'status':
      return printStatus(await status(settings), values.json);
    default:
      console.error(USAGE);
      return 2;
  }
}

function printStatus(servers: Awaited<ReturnType<typeof status>>, json: boolean): number {
  if (json) console.log(JSON.stringify(servers));
  else
    for (const { name, state, pid, url } of servers)
      console.log(`${name.padEnd(9)} ${state.padEnd(9)} ${pid ?? '-'}\t${url}`);
  return servers.every(({ state }) => state === 'ready') ? 0 : 1;
}

const assignments = (variables: Readonly<Record<string, string>>) =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message);
  return 1;
});
