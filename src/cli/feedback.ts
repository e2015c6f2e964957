import { Command } from 'commander';
import { TENANT_NAME } from '../domain/tenant.ts';
import { readEnvironment } from '../environment.ts';
import { hashOfKey, newApiKey } from '../shell/feedback/api-keys.ts';
import { tenantOption } from './arguments.ts';
import { usageFailure } from './failure.ts';
import { sendFile } from './feedback/send-file.ts';
import { data, escaped, json, say } from './output.ts';

interface Flags {
  readonly tenant: string;
  readonly login: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ vedette feedback key --tenant acme --login ana       a key for ana of acme, and its line for the file VEDETTE_API_KEYS
  $ curl -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' http://127.0.0.1:8080/v1/feedback -d \\
      '{"kind":"verdict","alert":"7c9e6679-7425-50de-944b-e07fc1f90ae7","verdict":"false_positive","reason":"a scan of ours"}'
  $ vedette feedback send day.ndjson --tenant acme --login ana    the same pieces, one a line, straight onto the topic

Kinds, and what each says:
  verdict             alert, verdict: true_positive, benign_true_positive, false_positive or unsure; reason, rule
  correction          draft, corrected; document, language (of a generated text)
  entity_correction   wrong, right, type: product, malware, tool, technique, vulnerability, person, ...
  label               label, event, or entity with from and to (epoch ms)
  silence             rule or entity; from, until (0: for ever), reason
  close               alert; reason
Each may have id, the same one for the same piece again (default: follows from what it says), and time (epoch ms).
`;

/** `vedette feedback key|send` */
export function feedbackCommand(): Command {
  const feedback = new Command('feedback')
    .description('submit what analysts say about alerts, texts and events')
    .addHelpText('beforeAll', EXAMPLES);
  const key = shared('key', 'make a key with which its holder may post feedback').action(makeKey);
  const send = shared('send', 'send pieces of feedback, one a line of JSON, through Kafka')
    .argument('<file>', 'plain, .gz or .zst; - is stdin')
    .action(sendPieces);
  return feedback.addCommand(key).addCommand(send);
}

const shared = (name: string, about: string) =>
  new Command(name)
    .description(about)
    .addOption(tenantOption('whose feedback'))
    .requiredOption('--login <name>', 'who says it: the author')
    .option('--json', 'print JSON');

function makeKey(flags: Flags): void {
  const { tenant, login } = submitter(flags);
  const key = newApiKey();
  const line = `${tenant}  ${hashOfKey(key)}  ${login}`;
  if (flags.json) {
    json({ key, line });
    return;
  }
  say('The key, for its holder alone; it is shown this once:');
  data(key);
  say('Its line, for the file that VEDETTE_API_KEYS names; processes read it when they start:');
  data(line);
}

async function sendPieces(file: string, flags: Flags): Promise<void> {
  const environment = readEnvironment(process.env);
  const { longestText, longestNote } = environment.rooms.scrub;
  const sent = await sendFile(file, submitter(flags), { environment, limits: { longestText, longestNote } });
  if (flags.json) json(sent);
  else say(`${sent.ids.length} pieces of feedback are stored`);
}

function submitter({ tenant, login }: Flags) {
  if (!TENANT_NAME.test(tenant)) throw usageFailure('--tenant names no tenant');
  if (!/^\S{1,128}$/.test(login))
    throw usageFailure(`--login ${escaped(login).slice(0, 40)}: at most 128 characters without spaces are needed`);
  return { tenant, login };
}
