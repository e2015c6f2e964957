import { Command } from 'commander';
import { readEnvironment } from '../../environment.ts';
import { kafkaBroker } from '../../shell/kafka/broker.ts';
import { jsonLogger } from '../../shell/logger.ts';
import { readerGroups } from '../readers.ts';
import { type BoundFlags, boundsOf, withBoundOptions } from './bounds.ts';
import { openDesk } from './desk.ts';
import { keepWatch } from './keep-watch.ts';

const EXAMPLES = `
Examples:
  $ vedette models watch            takes back what breaks its bounds, and says when a trial is decided
  $ vedette models watch --auto     promotes, and ends trials, by itself
  $ vedette models watch --advise   changes nothing, only says what it would

Run one of these beside the chain. Follows models.measured.v1, models.promoted.v1, alerts and verdicts. A version that
surely breaks a bound of the guard is taken back: a canary ends, a version that was promoted in the last day gives way to
the one before. Drift of what models see, and of the share of false alarms among verdicts, shows in the metrics, and asks
for training once a day. Decisions and shifts of verdicts are lines of JSON on stdout. Serves /metrics on
VEDETTE_HTTP_PORT.
`;

interface Flags extends BoundFlags {
  readonly auto?: boolean;
  readonly advise?: boolean;
}

/** `vedette models watch` */
export const watchCommand = (): Command =>
  withBoundOptions(new Command('watch'))
    .description('guard the models of a running chain, and decide trials')
    .option('--auto', 'promote a version on trial when it is decided, and end it when it is worse')
    .option('--advise', 'change nothing')
    .addHelpText('before', EXAMPLES)
    .action(async (flags: Flags) => {
      const environment = readEnvironment(process.env);
      const logger = jsonLogger(environment.logLevel);
      const broker = kafkaBroker(environment.kafka, logger, readerGroups('watch'));
      const stop = new AbortController();
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
      try {
        const mode = flags.advise ? 'advise' : flags.auto ? 'auto' : 'guard';
        await keepWatch(openDesk(environment, broker), { bounds: boundsOf(flags), mode, logger, signal: stop.signal });
      } finally {
        await broker.close();
      }
    });
