import { type Facts, type Fields, put, wordEnd } from '../line.ts';

const KEYS = new Set(['TTY', 'PWD', 'USER', 'GROUP', 'ENV', 'TSID', 'HOST', 'CHROOT']);

/** Index of the text behind `COMMAND=`, -1 where there is none. */
function commandAt(text: string): number {
  if (text.startsWith('COMMAND=')) return 8;
  const mark = text.indexOf(' ; COMMAND=');
  return mark < 0 ? -1 : mark + 11;
}

/** Splits `TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls`; what stands before the first key is the complaint. */
function readParts(text: string, fields: Fields): string {
  const command = commandAt(text);
  // Everything behind COMMAND= is the command, semicolons included.
  if (command >= 0) put(fields, 'COMMAND', text.slice(command));
  let complaint = '';
  for (const part of (command < 0 ? text : text.slice(0, command - 8)).split(' ; ', 16)) {
    const equals = part.indexOf('=');
    const key = equals < 0 ? '' : part.slice(0, equals);
    if (KEYS.has(key)) put(fields, key, part.slice(equals + 1));
    else if (complaint === '') complaint = part.trim();
  }
  return complaint;
}

/** Reads `alice : [complaint ; ]TTY=... ; COMMAND=...`: a command that ran, or one that was refused. */
export function readSudo(message: string, fields: Fields): Facts | null {
  const colon = message.indexOf(' : ');
  if (colon < 0 || colon > 256) return null;
  const user = message.slice(0, colon).trim();
  const complaint = readParts(message.slice(colon + 3), fields);
  const command = fields.COMMAND ?? '';
  const facts = {
    user,
    process: 'sudo',
    commandLine: command,
    file: program(command),
    tainted: ['commandLine', 'message', 'COMMAND'],
  };
  if (complaint === '')
    return command === '' ? null : { ...facts, class: 'process', action: 'sudo', outcome: 'success' };
  put(fields, 'reason', complaint);
  return { ...facts, class: 'auth', action: 'sudo', outcome: 'failure' };
}

function program(command: string): string {
  return command.startsWith('/') ? command.slice(0, wordEnd(command, 0)) : '';
}

const SU_SHAPES: readonly { readonly start: string; readonly outcome: 'success' | 'failure' }[] = [
  { start: 'FAILED SU (to ', outcome: 'failure' },
  { start: 'FAILED su for ', outcome: 'failure' },
  { start: 'Successful su for ', outcome: 'success' },
  { start: '(to ', outcome: 'success' },
];

/** Reads `(to root) alice on pts/0`, `FAILED su for root by alice`, `+ pts/0 alice:root`, `'su root' failed for alice on /dev/pts/8`. */
export function readSu(message: string, fields: Fields): Facts | null {
  const shape = SU_SHAPES.find(({ start }) => message.startsWith(start));
  if (shape !== undefined) return named(message, shape.start.length, shape.outcome, fields);
  const sign = message.charCodeAt(0);
  if ((sign === 43 || sign === 45) && message.charCodeAt(1) === 32) return signed(message, sign === 43, fields);
  const quoted = message.startsWith("'su ") ? message.indexOf("' failed for ") : -1;
  if (quoted < 0) return null;
  put(fields, 'target_user', message.slice(4, quoted));
  return su(message.slice(quoted + 13, wordEnd(message, quoted + 13)), 'failure');
}

function named(message: string, at: number, outcome: 'success' | 'failure', fields: Fields): Facts {
  const bracket = message.charCodeAt(at - 4) === 40;
  const end = bracket ? message.indexOf(') ', at) : message.indexOf(' by ', at);
  if (end < 0) return su('', outcome);
  put(fields, 'target_user', message.slice(at, end));
  const from = end + (bracket ? 2 : 4);
  return su(message.slice(from, wordEnd(message, from)), outcome);
}

function signed(message: string, succeeded: boolean, fields: Fields): Facts | null {
  const pair = message.slice(message.lastIndexOf(' ') + 1);
  const colon = pair.indexOf(':');
  if (colon < 0) return null;
  put(fields, 'target_user', pair.slice(colon + 1));
  return su(pair.slice(0, colon), succeeded ? 'success' : 'failure');
}

function su(user: string, outcome: 'success' | 'failure'): Facts {
  return { class: 'auth', action: 'su', outcome, user, tainted: ['message'] };
}
