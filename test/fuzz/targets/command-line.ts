import { type Command, CommanderError } from 'commander';
import fc from 'fast-check';
import { explain } from '../../../src/cli/failure.ts';
import { program } from '../../../src/cli/program.ts';
import { mutatedText, wildText } from '../mutate.ts';
import { asJson, law, type Target } from '../target.ts';

export type ArgumentsInput = readonly string[];

const said: string[] = [];
const configured = tamed(program());
const every = leaves(configured);
const WORDS = [
  ...every.flatMap((command) => [
    command.name(),
    ...command.options.flatMap(({ long, short }) => [long ?? '', short ?? '']),
  ]),
  ...[
    '--',
    '-',
    '--help',
    '-V',
    'help',
    'all',
    'intake',
    'nonsense',
    '1',
    '0',
    '-1',
    '1.5',
    '1e3',
    'NaN',
    '0x10',
    ' 7 ',
    '٣',
    '9007199254740993',
  ],
  ...[
    'auto',
    'zeek',
    'WINDOWS',
    'a.log',
    '--rate=1',
    '--limit=',
    '--no-json',
    '--stage=intake',
    '--from=1',
    '__proto__',
    'constructor',
    '--__proto__=1',
  ],
];
const MAX_TEXT = 4_000;

export const commandLineTarget: Target<ArgumentsInput> = {
  name: 'command-line',
  about: 'any arguments lead to one action with checked values, to a help text, or to one clear line and exit code 2',
  file: asJson(),
  inputs(corpus) {
    const word = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
      { weight: 2, arbitrary: mutatedText([...WORDS, ...corpus.flat()], 2) },
      { weight: 1, arbitrary: wildText(10) },
    );
    const started = fc
      .tuple(fc.constantFrom(...paths(configured)), fc.array(word, { maxLength: 5 }))
      .map(([path, rest]) => [...path, ...rest]);
    return fc.oneof({ weight: 4, arbitrary: started }, { weight: 1, arbitrary: fc.array(word, { maxLength: 6 }) });
  },
  check: checkArguments,
};

/** The real parser with actions that do nothing and a mouth that we can hear. */
function tamed(command: Command): Command {
  for (const one of leaves(command)) {
    one.configureOutput({ writeOut: (text) => void said.push(text), writeErr: (text) => void said.push(text) });
    if (one.commands.length === 0) one.action((...given: unknown[]) => checkValues(one, given));
  }
  return command;
}

function leaves(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap((child) => leaves(child as Command))];
}

function paths(command: Command, before: readonly string[] = []): readonly (readonly string[])[] {
  return [before, ...command.commands.flatMap((child) => paths(child as Command, [...before, child.name()]))];
}

let reached = 0;

/** What an action gets is of the kind that its options promise. */
function checkValues(command: Command, given: readonly unknown[]): void {
  reached += 1;
  const flags = command.opts() as Readonly<Record<string, unknown>>;
  for (const name of ['rate', 'limit', 'from'])
    law(
      flags[name] === undefined || (Number.isSafeInteger(flags[name]) && (flags[name] as number) >= 0),
      () => `--${name} is ${flags[name]}`,
    );
  law(
    Object.getPrototypeOf(flags) === Object.prototype || Object.getPrototypeOf(flags) === null,
    'flags of another prototype',
  );
  law(given.length > 0, 'an action without its flags');
}

async function checkArguments(args: ArgumentsInput): Promise<void> {
  said.length = 0;
  reached = 0;
  try {
    await configured.parseAsync(['node', 'vedette', ...args]);
    law(reached <= 1, 'two actions for one command line');
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const { exitCode } = explain(error);
    law(exitCode === 0 || exitCode === 2, () => `exit code ${exitCode}`);
    if (exitCode === 2) checkRefusal(said.join(''), args.join(' ').length);
  }
}

function checkRefusal(text: string, given: number): void {
  const [first = ''] = text.split('\n').filter((line) => line.trim() !== '');
  law(first !== '', 'refused without a word');
  law(
    first.startsWith('error: ') || text.includes('Usage: '),
    () => `the refusal does not begin with its reason: ${first.slice(0, 100)}`,
  );
  law(text.length <= MAX_TEXT + given, () => `a refusal of ${text.length} characters`);
}
