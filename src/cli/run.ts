import { Command } from 'commander';
import { configRows } from '../environment/config-rows.ts';
import { type Environment, readEnvironment } from '../environment.ts';
import { usageFailure } from './failure.ts';
import { data, json, table } from './output.ts';

interface Flags {
  readonly printConfig?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ vedette run all                     every stage in this process
  $ vedette run features correlation    two of them; each stage may run in as many processes as it has partitions
  $ vedette run --print-config          every variable with its value, its meaning and where the value is from

Stages: intake, features, inference, correlation, alerts; scrub, which needs VEDETTE_PSEUDONYM_SECRET;
training, launch, dictionary. Configured by environment variables alone.
Serves /health/live, /health/ready and /metrics on VEDETTE_HTTP_PORT. Logs are JSON lines on stderr.
SIGTERM and SIGINT drain: the batch at hand is ended, saved and committed, then the process exits with 0.
A stage that cannot go on ends the process with exit code 3.
`;

/** `vedette run STAGE...|all` */
export function runCommand(): Command {
  return new Command('run')
    .description('run stages against Kafka, the schema registry and Redis until told to stop')
    .argument('[stage...]', 'names of stages, or all')
    .option('--print-config', 'print the configuration in force and exit')
    .option('--json', 'with --print-config: as JSON')
    .addHelpText('before', EXAMPLES)
    .action(run);
}

async function run(names: string[], flags: Flags): Promise<void> {
  const environment = readEnvironment(process.env);
  if (flags.printConfig) return printConfig(environment, flags);
  if (names.length === 0) throw usageFailure('name the stages to run, or all; "vedette run --help" lists them');
  const { runForever } = await import('./run-forever.ts');
  await runForever(names, environment);
}

function printConfig(environment: Environment, flags: Flags): void {
  const rows = configRows(process.env, environment);
  if (flags.json) json(rows);
  else
    data(
      table(
        ['variable', 'value', 'from', 'meaning'],
        rows.map(({ name, value, from, about }) => [name, value, from, about]),
      ),
    );
}
