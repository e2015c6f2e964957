import type { EventCore } from '../../domain/contracts.gen.ts';
import { imageOf } from '../image.ts';
import { pick, type Sighting } from './heuristic.ts';

const LONGEST_LINE = 4_000;

/** What the heuristics of the event's class will ask for. */
export function sightingOf(event: EventCore, fields: Readonly<Record<string, string>>): Sighting {
  const image = imageOf(event.process);
  const line = lineOf(event, fields).slice(0, LONGEST_LINE).toLowerCase();
  const verb = line === '' || event.class === 'registry' ? '' : verbOf(line);
  return { event, fields, image, parent: imageOf(event.parent), line, verb };
}

function lineOf(event: EventCore, fields: Readonly<Record<string, string>>): string {
  if (event.class === 'script') return scriptOf(event, fields);
  if (event.class === 'registry') return fields.TargetObject ?? event.file;
  return event.class === 'process' || event.class === 'task' ? event.commandLine : '';
}

/** PowerShell names its host's command line with every step that it logs; only the start of the host is an act. */
function scriptOf(event: EventCore, fields: Readonly<Record<string, string>>): string {
  const script = pick(fields, 'ScriptBlockText', 'Payload');
  return script !== '' || (event.product === 'windows' && event.action !== 'start') ? script : event.commandLine;
}

const DEEPEST = 4;

/** Name of the program that a lower-case line calls, looking through `cmd /c`, `sh -c`, `sudo` and `nohup`. */
export function verbOf(line: string): string {
  let rest = line;
  let name = '';
  for (let depth = 0; depth < DEEPEST; depth++) {
    const end = programEnd(rest);
    name = nameOf(rest.slice(0, end));
    const inner = INNER[name]?.(rest.slice(end)) ?? '';
    if (inner === '') break;
    rest = inner;
  }
  return name;
}

const afterSwitch = (pattern: RegExp) => (args: string) => {
  const found = pattern.exec(args);
  return found ? unquoted(args.slice(found.index + found[0].length)) : '';
};
const afterShell = afterSwitch(/ -[a-z]{0,3}c /);
const afterWord = afterSwitch(/^ (?:-[a-z] )?/);

/** How to find the program that another one only starts. */
const INNER: Readonly<Record<string, ((args: string) => string) | undefined>> = Object.assign(Object.create(null), {
  cmd: afterSwitch(/ ?\/[ckr] ?/),
  sh: afterShell,
  bash: afterShell,
  dash: afterShell,
  zsh: afterShell,
  sudo: afterWord,
  nohup: afterWord,
});

function unquoted(text: string): string {
  return text.startsWith('"') || text.startsWith("'") ? text.slice(1) : text.trimStart();
}

function programEnd(text: string): number {
  if (text.startsWith('"')) {
    const close = text.indexOf('"', 1);
    return close < 0 ? text.length : close + 1;
  }
  for (let at = 0; at < text.length; at++) if (BREAKS.includes(text.charAt(at))) return at;
  return text.length;
}
const BREAKS = ' \t\n;|&<>"\'';

function nameOf(program: string): string {
  const bare = program.startsWith('"') ? program.slice(1, program.endsWith('"') ? -1 : undefined) : program;
  const name = bare.slice(Math.max(bare.lastIndexOf('\\'), bare.lastIndexOf('/')) + 1);
  return name.endsWith('.exe') ? name.slice(0, -4) : name;
}
