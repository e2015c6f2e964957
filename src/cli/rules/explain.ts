import { Command } from 'commander';
import { explained } from '../../detectors/sigma/explain.ts';
import type { Loaded } from '../../detectors/sigma/load.ts';
import type { Rule } from '../../detectors/sigma/rule.ts';
import { readLines } from '../../source/lines.ts';
import { EXIT, Failure, usageFailure } from '../failure.ts';
import { data, escaped } from '../output.ts';
import { explanationLines } from './explanation-lines.ts';
import type { Sighting } from './sighting.ts';
import { formatOption, readerOf, usableRules } from './telemetry.ts';

const EXAMPLES = `
Examples:
  $ vedette rules explain --rules rules/ --rule 5f0c8d5e-1b3a-4c1c-9d63-0d2f2c1e8a11 --event security.ndjson:17
  $ vedette rules explain --rules rules/ --rule 'Security log cleared' --event events.ndjson:3 --format prepared

Where a line holds several records, FILE:LINE.RECORD names one of them.
`;

interface Flags {
  readonly rules: string;
  readonly rule: string;
  readonly event: string;
  readonly format: string;
}

/** `vedette rules explain --rules PATH --rule ID --event FILE:LINE` */
export function explainCommand(): Command {
  return new Command('explain')
    .description('say why a rule matches an event, or what keeps it from matching')
    .requiredOption('--rules <path>', 'folder, .tar.zst or .tar.gz of Sigma rules, or one file')
    .requiredOption('--rule <id>', 'id, name or title of the rule')
    .requiredOption('--event <place>', 'FILE:LINE')
    .addOption(formatOption())
    .addHelpText('before', EXAMPLES)
    .action(explain);
}

async function explain(flags: Flags): Promise<void> {
  const rule = ruleIn(await usableRules(flags.rules), flags.rule);
  const { sources, fields } = await eventAt(flags.event, flags.format);
  for (const line of explanationLines(rule, sources, explained(rule, sources, fields))) data(line);
}

function ruleIn({ rules, correlations }: Loaded, wanted: string): Rule {
  const isMeant = ({ id, name, title }: { id: string; name: string; title: string }) =>
    [id, name, title].includes(wanted);
  const found = rules.find(isMeant);
  if (found) return found;
  const correlation = correlations.find(isMeant);
  throw usageFailure(
    escaped(
      correlation
        ? `${wanted} is a correlation: explain one of its rules, ${correlation.rules.join(', ')}`
        : `there is no rule ${wanted}: vedette rules match prints ids`,
    ),
  );
}

type Event = Sighting & { readonly kind: 'event' };

/** Lines before it are read too: some formats say in them what the later ones mean. */
async function eventAt(place: string, format: string): Promise<Event> {
  const [, file, number, record] = /^(.+):(\d{1,15})(?:\.(\d{1,15}))?$/.exec(place) ?? [];
  if (file === undefined) throw usageFailure(`--event ${escaped(place)}: take FILE:LINE, as in security.ndjson:17`);
  const read = readerOf(format);
  for await (const lines of readLines(file))
    for (const line of lines) {
      const seen = read(line);
      if (line.number !== Number(number) || (line.record ?? 1) !== Number(record ?? 1)) continue;
      if (seen.kind === 'event') return seen;
      const why = seen.kind === 'head' ? 'a line that describes others' : seen.why;
      throw new Failure(EXIT.difference, escaped(`${place}: ${why}`));
    }
  throw usageFailure(escaped(`${place}: there is no such line, or it is empty`));
}
