import { Command, InvalidArgumentError } from 'commander';
import { featurePorts, soundRules } from '../local-ports.ts';
import { FEATURE_FILE_NAME, featureFile } from '../offline/feature-file.ts';
import { offlineFeatures } from '../offline/features.ts';
import { quietLogger, unmeasured } from '../shell/quiet.ts';
import { formatOption, tenantOption } from './arguments.ts';
import { data, say } from './output.ts';
import { progressLine } from './progress.ts';

const EXAMPLES = `
Examples:
  $ vedette features samples/lsass-logonpasswords.jsonl.zst --out features.arrow
  $ vedette features hosts/*/*.ndjson.zst --tenant acme --out features.ndjson

The rows are what the features stage makes in the chain, in event time: one for each event, with its vector,
its last 32 tokens and the rules that matched. The trainer reads both kinds of file.
`;

/** `vedette features FILE... --out FILE` */
export function featuresCommand(): Command {
  return new Command('features')
    .description('compute feature rows offline, with the code of the chain')
    .argument('<file...>', 'plain, .gz or .zst; - is stdin; several are merged by event time')
    .requiredOption('--out <file>', 'where the rows go: .arrow or .ndjson', featureFileName)
    .addOption(formatOption())
    .addOption(tenantOption('tenant of lines that name none'))
    .option('--json', 'print the summary as JSON')
    .addHelpText('before', EXAMPLES)
    .action(run);
}

function featureFileName(text: string): string {
  if (FEATURE_FILE_NAME.test(text)) return text;
  throw new InvalidArgumentError('a name that ends in .arrow or .ndjson is needed');
}

interface Flags {
  readonly out: string;
  readonly format: string;
  readonly tenant: string;
  readonly json?: boolean;
}

async function run(files: string[], flags: Flags): Promise<void> {
  const out = featureFile(flags.out);
  const { format } = flags;
  const progress = progressLine();
  const found = await soundRules();
  const ports = featurePorts(flags.tenant, found);
  let rows = 0;
  for await (const made of offlineFeatures({ files, format, ports, logger: quietLogger, metrics: unmeasured })) {
    await out.write(made);
    rows += made.length;
    progress.show(rows, made.at(-1)?.row.event.time ?? Number.NaN, 0);
  }
  await out.close();
  await found.yara.close();
  progress.end();
  if (flags.json) data(JSON.stringify({ rows, out: flags.out }));
  else say(`${rows} feature rows in ${flags.out}`);
}
