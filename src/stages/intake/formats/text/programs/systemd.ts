import { type Facts, type Fields, put, wordEnd } from '../line.ts';

const VERBS: readonly (readonly [string, string, 'success' | 'failure' | 'unknown'])[] = [
  ['Started ', 'start', 'success'],
  ['Starting ', 'starting', 'unknown'],
  ['Finished ', 'finish', 'success'],
  ['Stopped ', 'stop', 'success'],
  ['Stopping ', 'stopping', 'unknown'],
  ['Failed to start ', 'start', 'failure'],
  ['Reloaded ', 'reload', 'success'],
  ['Reloading ', 'reloading', 'unknown'],
  ['Created slice ', 'create', 'success'],
  ['Removed slice ', 'remove', 'success'],
];

/** Reads the service messages of systemd: `Started cron.service - Regular background programs.` and the state of a unit. */
export function readSystemd(message: string, fields: Fields): Facts | null {
  const verb = VERBS.find(([start]) => message.startsWith(start));
  if (verb !== undefined) return started(message, verb, fields);
  const unitEnd = message.indexOf(': ');
  const unit = unitEnd < 0 || unitEnd > 256 ? '' : message.slice(0, unitEnd);
  if (!unit.endsWith('.service')) return null;
  put(fields, 'unit', unit);
  const rest = message.slice(unitEnd + 2);
  if (rest.startsWith('Main process exited') || rest.startsWith('Failed with result')) {
    return {
      class: 'service',
      action: 'exit',
      outcome: rest.includes('status=0') ? 'success' : 'failure',
      process: unit,
    };
  }
  return { class: 'service', action: 'state', outcome: 'unknown', process: unit };
}

function started(message: string, verb: (typeof VERBS)[number], fields: Fields): Facts {
  const [start, action, outcome] = verb;
  const end = wordEnd(message, start.length);
  const word = message.slice(start.length, end);
  const dot = word.lastIndexOf('.');
  // Older versions name the description alone; a unit has a suffix and no full stop behind it.
  const named = dot > 0 && dot < word.length - 1;
  const unit = named ? word : message.slice(start.length).replace(/\.{1,3}$/, '');
  put(fields, 'unit', unit);
  return { class: 'service', action, outcome, process: unit };
}

const NEW_SESSION = /^New session '?([^' ]{1,32})'? of user '?([^' ]{1,64}?)'?\.?$/;
const REMOVED = /^Removed session ([^ ]{1,32}?)\.?$/;
const LOGGED_OUT = /^Session ([^ ]{1,32}) logged out\./;

/** Reads the sessions of systemd-logind. */
export function readLogind(message: string, fields: Fields): Facts | null {
  if (message.length > 256) return null;
  const opened = NEW_SESSION.exec(message);
  if (opened !== null) {
    put(fields, 'session', opened[1] ?? '');
    return { class: 'auth', action: 'session_open', outcome: 'success', user: opened[2] ?? '' };
  }
  const closed = REMOVED.exec(message) ?? LOGGED_OUT.exec(message);
  if (closed === null) return null;
  put(fields, 'session', closed[1] ?? '');
  return { class: 'auth', action: 'session_close', outcome: 'success' };
}
