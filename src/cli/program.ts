import { Command, CommanderError } from 'commander';
import { VERSION } from '../domain/version.gen.ts';
import { aclsCommand } from './acls.ts';
import { auditCommand } from './audit.ts';
import { demoCommand } from './demo.ts';
import { dictionaryCommand } from './dictionary.ts';
import { dlqCommand } from './dlq.ts';
import { doctorCommand } from './doctor.ts';
import { EXIT_HELP, explain } from './failure.ts';
import { featuresCommand } from './features.ts';
import { feedbackCommand } from './feedback.ts';
import { modelsCommand } from './models.ts';
import { escaped, say } from './output.ts';
import { produceCommand } from './produce.ts';
import { replayCommand } from './replay.ts';
import { rulesCommand } from './rules.ts';
import { runCommand } from './run.ts';
import { schemasCommand } from './schemas.ts';
import { scoreLinesCommand } from './score-lines.ts';
import { scrubCommand } from './scrub.ts';
import { topicsCommand } from './topics.ts';
import { trainingCommand } from './training.ts';

const EXAMPLES = `
Examples:
  $ vedette demo                                                      a real attack, seen and explained, in one process
  $ vedette replay samples/lsass-logonpasswords.jsonl.zst --out out   files of telemetry, on this machine alone
  $ vedette doctor                                                    is the world as it should be?
  $ vedette topics apply && vedette schemas register                  prepare a cluster
  $ vedette run all                                                   every stage in one process, against Kafka
  $ vedette produce auth.log                                          telemetry onto the raw topic
  $ vedette audit                                                     was anything lost?
`;

const COMMANDS = [
  ...[
    demoCommand,
    replayCommand,
    featuresCommand,
    scoreLinesCommand,
    scrubCommand,
    rulesCommand,
    modelsCommand,
    trainingCommand,
    feedbackCommand,
    dictionaryCommand,
  ],
  ...[runCommand, produceCommand, auditCommand, dlqCommand, topicsCommand, schemasCommand, aclsCommand, doctorCommand],
];

/** The whole command line. */
export function program(): Command {
  const vedette = new Command('vedette')
    .description('event-stream threat detection on Kafka: telemetry in, explained alerts out')
    .version(VERSION, '-V, --version', 'print the version')
    .addHelpText('before', EXAMPLES)
    .addHelpText('afterAll', EXIT_HELP)
    .showHelpAfterError('(--help shows how)')
    .helpCommand(true);
  for (const command of COMMANDS) vedette.addCommand(command());
  return everyCommand(vedette, (one) => one.exitOverride());
}

function everyCommand(command: Command, change: (command: Command) => unknown): Command {
  change(command);
  for (const child of command.commands) everyCommand(child, change);
  return command;
}

/** Runs one command line and answers its exit code. Nothing is thrown. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...argv]);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    const { exitCode, text } = explain(error);
    if (text) say(harmless(`vedette: ${text}`));
    if (process.env.VEDETTE_DEBUG === '1' && !(error instanceof CommanderError))
      say(harmless(String((error as Error)?.stack)));
    return exitCode;
  }
}

/** Lines stay lines. */
const harmless = (text: string): string => text.split('\n').map(escaped).join('\n');
