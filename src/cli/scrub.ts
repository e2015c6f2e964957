import { existsSync, readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { blocklist } from '../detectors/personal-data/blocklist.ts';
import { inCodePoints } from '../detectors/personal-data/code-points.ts';
import { findPersonalData, LONGEST_TEXT } from '../detectors/personal-data/find-personal-data.ts';
import { leftovers } from '../detectors/personal-data/last-pass/leftovers.ts';
import { type Pseudonyms, pseudonymsOf } from '../detectors/personal-data/pseudonyms/pseudonyms.ts';
import type { Recogniser } from '../detectors/personal-data/recogniser.ts';
import { scrubText } from '../detectors/personal-data/scrub-text.ts';
import { hasLogin } from '../environment/urls.ts';
import { SHIPPED_MODELS } from '../local-ports.ts';
import { presidioFinder } from '../shell/presidio/finder.ts';
import type { PersonalFinder } from '../stages/scrub/ports.ts';
import { asked } from '../stages/scrub/searched.ts';
import { taggerFinder } from '../stages/scrub/tagger-finder.ts';
import { tenantOption } from './arguments.ts';
import { EXIT, Failure, usageFailure } from './failure.ts';
import { PATIENT_MS, taggerIn } from './lines/open-tagger.ts';
import { type NamedText, readTexts } from './lines/read-texts.ts';
import { writeTokens } from './lines/token-lines.ts';
import { jsonLine, write } from './output.ts';

const EXAMPLES = `
Examples:
  $ vedette scrub tickets.ndjson > scrubbed.ndjson             personal data becomes [PERSON], [EMAIL], ...
  $ vedette scrub tickets.ndjson --secret key.bin --tenant acme   becomes a pseudonym, the same for the same value
  $ vedette scrub tickets.ndjson --presidio http://127.0.0.1:3000   with what an analyzer of Presidio finds too
  $ zcat app.log.gz | jq -cR '{id:input_line_number,text:.}' | vedette scrub - --blocklist words.txt

Reads {"id":"17","text":"user=ana ip=192.0.2.7","lang":"en"} (lang: en or es, may be left out) and writes, in order,
  {"id":"17","text":"user=[USERNAME] ip=[IP_ADDRESS]","spans":[{"start":5,"end":8,"type":"USERNAME"}, ...]}
Patterns and lists search, and a model for names and addresses that these do not know. Spans are places in the text that was
read, in Unicode code points. A text that does not pass the last look comes without text, and "stopped" says by what.
`;

interface Flags {
  readonly secret?: string;
  readonly tenant: string;
  readonly blocklist?: string;
  readonly presidio?: string;
  readonly models: string;
  readonly tagger: boolean;
  readonly ids?: boolean;
}

/** `vedette scrub FILE` */
export function scrubCommand(): Command {
  return new Command('scrub')
    .description('take personal data and secrets out of texts')
    .argument('<file>', 'plain, .gz or .zst; - is stdin')
    .option(
      '--secret <file>',
      'at least 16 bytes: pseudonyms follow from them; without, the name of the type stands there',
    )
    .addOption(tenantOption('whose pseudonyms: another tenant has others'))
    .option('--blocklist <file>', 'words and phrases that are always taken out, one a line')
    .addOption(presidioOption())
    .option('--models <dir>', 'folder of models, for the tagger of names and addresses', SHIPPED_MODELS)
    .option('--no-tagger', 'search by patterns and lists alone: several times as fast, and fewer names are found')
    .option(
      '--ids',
      'write what the tagger reads instead, {"id","starts","ends","ids"} after a header, for the trainer',
    )
    .addHelpText('before', EXAMPLES)
    .action(run);
}

async function run(file: string, flags: Flags): Promise<void> {
  if (flags.ids === true) return writeTokens(file);
  const pseudonyms = pseudonymsFrom(flags);
  const blocked = flags.blocklist === undefined ? undefined : blocklistFrom(flags.blocklist);
  const presidio = flags.presidio === undefined ? [] : [presidioFinder({ url: flags.presidio, languages: ['en'] })];
  const tagger = flags.tagger ? await taggerIn(flags.models) : null;
  const finders = tagger === null ? presidio : [...presidio, taggerFinder(tagger, PATIENT_MS)];
  try {
    const stopped = await writeScrubbed(file, { pseudonyms, blocked, finders });
    if (stopped > 0)
      throw new Failure(EXIT.difference, `${stopped} texts were stopped: something personal may be left in them`);
  } finally {
    await tagger?.close();
  }
}

/** Answers how many texts were stopped. */
async function writeScrubbed(file: string, means: With): Promise<number> {
  let stopped = 0;
  for await (const texts of readTexts(file)) {
    const lines = await Promise.all(texts.map((text) => scrubbed(text, means)));
    stopped += lines.filter((line) => 'stopped' in line).length;
    await write(lines.map((line) => `${jsonLine(line)}\n`).join(''));
  }
  return stopped;
}

interface With {
  readonly pseudonyms: Pseudonyms;
  readonly blocked: Recogniser | undefined;
  readonly finders: readonly PersonalFinder[];
}

async function scrubbed({ id, text, lang }: NamedText, { pseudonyms, blocked, finders }: With): Promise<object> {
  if (text.length > LONGEST_TEXT) return { id, text: '', spans: [], stopped: ['too-long'] };
  const also = await asked(finders, text, lang);
  const spans = findPersonalData(text, { language: lang, blocked, also });
  const made = scrubText(text, spans, pseudonyms);
  const left = leftovers(made.text, made.inserted);
  const found = { spans: inCodePoints(text, spans) };
  if (left.length === 0) return { id, text: made.text, ...found };
  return { id, text: '', ...found, stopped: [...new Set(left.map(({ sign }) => sign))] };
}

const presidioOption = (): Option =>
  new Option('--presidio <url>', 'an analyzer of Presidio that is asked too, in English').argParser((text) => {
    const { protocol = '' } = URL.parse(text) ?? {};
    if (['http:', 'https:'].includes(protocol) && !hasLogin(text)) return text;
    throw new InvalidArgumentError('a URL with http:// or https:// and without a login is needed');
  });

function pseudonymsFrom({ secret, tenant }: Flags): Pseudonyms {
  if (secret === undefined) return (type) => `[${type}]`;
  try {
    return pseudonymsOf(readFileSync(existing(secret)), tenant);
  } catch (error) {
    throw error instanceof RangeError ? usageFailure(`--secret: ${error.message}`) : error;
  }
}

function blocklistFrom(path: string): Recogniser {
  const entries = readFileSync(existing(path), 'utf8').split(/\r?\n/);
  try {
    return blocklist(entries.map((entry) => entry.trim()).filter((entry) => entry !== ''));
  } catch (error) {
    throw error instanceof RangeError ? usageFailure(`--blocklist: ${error.message}`) : error;
  }
}

function existing(path: string): string {
  if (existsSync(path)) return path;
  throw usageFailure(`${path} is not there`);
}
