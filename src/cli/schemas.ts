import { Command } from 'commander';
import { type Environment, readEnvironment } from '../environment.ts';
import { readSchemaFiles, readTopicFiles } from '../shell/contracts.ts';
import { checkSubject, pairSubjects, type SchemaFault, type Subject } from '../shell/schemas/check.ts';
import { type RegistryAdmin, registryAdmin } from '../shell/schemas/registry-admin.ts';
import { EXIT, Failure } from './failure.ts';
import { data, json, say } from './output.ts';

interface Flags {
  readonly json?: boolean;
  readonly registry?: boolean;
}

const EXAMPLES = `
Examples:
  $ vedette schemas check              the files alone: defaults, recursion, items without width
  $ vedette schemas check --registry   also against every version that is registered
  $ vedette schemas register           set each subject's compatibility, then register its schema

SCHEMA_REGISTRY_URL says where the registry is. Stages register nothing: run "schemas register" before a new version.
`;

/** `vedette schemas check|register` */
export function schemasCommand(): Command {
  const schemas = new Command('schemas')
    .description('the Avro schemas of every topic')
    .addHelpText('beforeAll', EXAMPLES);
  schemas.addCommand(
    new Command('check')
      .description('find what must not be published; exit 1 when there is something')
      .option('--registry', 'compare with the registered versions (default: when SCHEMA_REGISTRY_URL is set)')
      .option('--json', 'print the faults as JSON')
      .action(check),
  );
  schemas.addCommand(
    new Command('register')
      .description('check, then register every schema under <topic>-value')
      .option('--json', 'print what was registered as JSON')
      .action(register),
  );
  return schemas;
}

async function check(flags: Flags): Promise<void> {
  const environment = readEnvironment(process.env);
  const asks = flags.registry || Boolean(process.env.SCHEMA_REGISTRY_URL);
  const { faults, subjects } = await findFaults(asks ? registryAdmin(environment.registry) : null);
  if (flags.json) json(faults);
  else for (const { subject, fault } of faults) data(`${subject}: ${fault}`);
  if (faults.length > 0) throw new Failure(EXIT.difference, `${faults.length} faults in ${subjects.length} schemas`);
  say(`${subjects.length} schemas are sound${asks ? ' and compatible with every registered version' : ''}`);
}

async function register(flags: Flags): Promise<void> {
  const environment: Environment = readEnvironment(process.env);
  const client = registryAdmin(environment.registry);
  const { faults, subjects } = await findFaults(client);
  if (faults.length > 0) {
    for (const { subject, fault } of faults) say(`${subject}: ${fault}`);
    throw new Failure(EXIT.difference, `${faults.length} faults: nothing was registered`);
  }
  const done = [];
  for (const subject of subjects) done.push(await registerOne(client, subject));
  if (flags.json) json(done);
  else for (const { subject, id, isNew } of done) data(`${isNew ? '+' : '='} ${subject}  id ${id}`);
}

/** The level first: the registry gives a new subject a laxer one of its own. */
async function registerOne(client: RegistryAdmin, { subject, text, level }: Subject) {
  await client.setCompatibility(subject, level);
  return { subject, compatibility: level, ...(await client.register(subject, text)) };
}

/** Everything wrong with the files, and with a registry at hand against what it has. */
export async function findFaults(
  client: RegistryAdmin | null,
): Promise<{ readonly subjects: readonly Subject[]; readonly faults: readonly SchemaFault[] }> {
  const { subjects, faults } = pairSubjects(readSchemaFiles(), readTopicFiles());
  const found = [...faults];
  for (const subject of subjects)
    found.push(...checkSubject(subject, client ? await client.versions(subject.subject) : []));
  return { subjects, faults: found };
}
