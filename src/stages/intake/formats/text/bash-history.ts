import type { Candidate, Format, Mapped } from '../../format.ts';
import { lineOf, noFields, put, skipSpaces, wordEnd } from './line.ts';
import { digitsAt } from './time.ts';

const LOGSOURCE = { product: 'linux', category: '', service: 'bash' };
const TAINTED = ['commandLine', 'CommandLine'];

interface Entry {
  readonly time: number | null;
  readonly command: string;
}

/** Epoch ms of `#1699999999` at the start, null where the text has none. */
function commentTime(text: string): number | null {
  if (text.charCodeAt(0) !== 35) return null;
  const seconds = digitsAt(text, 1, 10);
  const next = text.charCodeAt(11);
  return seconds >= 0 && (text.length === 11 || next === 10 || next === 13) ? seconds * 1000 : null;
}

/** One entry: bash's time comment, a command behind it, zsh's `: 1699999999:0;command`, or a bare command. */
function entryOf(text: string): Entry {
  const time = commentTime(text);
  if (time !== null) return { time, command: text.slice(11).trimStart() };
  const seconds = text.startsWith(': ') ? digitsAt(text, 2, 10) : -1;
  const semicolon = seconds < 0 || text.charCodeAt(12) !== 58 ? -1 : text.indexOf(';', 13);
  if (semicolon < 0 || semicolon > 32) return { time: null, command: text };
  return { time: seconds * 1000, command: text.slice(semicolon + 1) };
}

const ASSIGNMENT = /^[A-Za-z_]\w{0,63}=/;
const PROGRAM = /^[\w./+~@-]{1,256}$/;

/** The program that a line starts: its first word behind assignments. */
function programOf(command: string): string {
  let at = skipSpaces(command, 0);
  for (let words = 0; words < 8; words++) {
    const end = wordEnd(command, at);
    const word = command.slice(at, Math.min(end, at + 300));
    if (!ASSIGNMENT.test(word)) return PROGRAM.test(word) ? word : '';
    at = skipSpaces(command, end);
  }
  return '';
}

function map(candidate: Candidate): Mapped {
  const { time, command } = entryOf(lineOf(candidate));
  const { envelope } = candidate;
  const fields = noFields();
  put(fields, 'CommandLine', command);
  return {
    time: time ?? envelope.time,
    class: command === '' ? 'log' : 'script',
    action: command === '' ? 'timestamp' : 'command',
    host: envelope.host,
    user: envelope.user,
    process: programOf(command),
    commandLine: command,
    logsource: LOGSOURCE,
    fields,
    tainted: TAINTED,
  };
}

const HINTS = ['bash_history', 'shell_history', 'zsh_history'];

/** Lines of a shell history. A bare command looks like any text, so a hint, the file's name or the time comment must tell. */
export const bashHistory: Format = {
  name: 'bash_history',
  hints: HINTS,
  recognises({ text, json, hint, envelope }) {
    if (json === null && HINTS.includes(hint)) return true;
    return envelope.file.endsWith('_history') || commentTime(text.slice(0, 16).trimEnd()) !== null;
  },
  map,
};
