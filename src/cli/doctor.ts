import { Command } from 'commander';
import { ConfigurationError, type Environment, readEnvironment } from '../environment.ts';
import { kafkaAdmin } from '../shell/kafka/admin.ts';
import { registryAdmin } from '../shell/schemas/registry-admin.ts';
import {
  type Checked,
  check,
  checkBroker,
  checkGroups,
  checkModels,
  checkNode,
  checkRedis,
  checkRules,
  checkSchemas,
  checkTopics,
} from './checks.ts';
import { EXIT, Failure } from './failure.ts';
import { data, json, say } from './output.ts';

const EXAMPLES = `
Examples:
  $ vedette doctor          is the world as it should be? exit 3 when something fails
  $ vedette doctor --json
`;

/** `vedette doctor` */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check Node, configuration, broker, registry, Redis, topics, schemas, models and consumer groups')
    .option('--json', 'print the checks as JSON')
    .addHelpText('before', EXAMPLES)
    .action(doctor);
}

async function doctor(flags: { readonly json?: boolean }): Promise<void> {
  const all = await examine();
  if (flags.json) json(all);
  else for (const one of all) data(lineOf(one));
  const failed = all.filter(({ status }) => status === 'fail').length;
  if (failed > 0) throw new Failure(EXIT.world, `${failed} of ${all.length} checks failed`);
  const warnings = all.filter(({ status }) => status === 'warn').length;
  say(warnings === 0 ? 'all is well' : `nothing fails, ${warnings} warnings`);
}

const lineOf = ({ check: name, status, found, remedy }: Checked): string =>
  `${status.padEnd(4)}  ${name.padEnd(15)}  ${found}${remedy ? `\n${' '.repeat(23)}-> ${remedy}` : ''}`;

async function examine(): Promise<readonly Checked[]> {
  const node = await check('node', '', async () => checkNode(process.version));
  try {
    const environment = readEnvironment(process.env);
    const configuration: Checked = {
      check: 'configuration',
      status: 'ok',
      found: 'every variable is known and sound',
      remedy: '',
    };
    return [node, configuration, ...(await examineWorld(environment))];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const remedy = 'see "vedette run --print-config"';
    return [node, { check: 'configuration', status: 'fail', found: error.faults.join('; '), remedy }];
  }
}

const quiet = { info() {}, warn() {}, error() {} };

async function examineWorld(environment: Environment): Promise<readonly Checked[]> {
  const admin = kafkaAdmin(environment.kafka, quiet);
  const registry = registryAdmin(environment.registry);
  const broker = await check('broker', 'is it up, and is KAFKA_BROKERS right?', () => checkBroker(admin, environment));
  const onBroker =
    broker.status === 'fail'
      ? []
      : [
          await check('topics', 'see "vedette topics plan"', () => checkTopics(admin, environment)),
          await check('consumer groups', 'may this client describe groups?', () => checkGroups(admin, environment)),
        ];
  const schemas = await check('schemas', 'is the registry up, and is SCHEMA_REGISTRY_URL right?', () =>
    checkSchemas(registry),
  );
  const redis = await check('redis', 'is it up, is REDIS_URL right, and is its maxmemory-policy noeviction?', () =>
    checkRedis(environment),
  );
  const models = await check('models', 'is VEDETTE_MODELS a folder of models?', () => checkModels(environment));
  const rules = await check('rules', 'is VEDETTE_RULES a folder or an archive of rules?', () =>
    checkRules(environment),
  );
  await admin.close();
  return [broker, ...onBroker, schemas, redis, models, rules];
}
