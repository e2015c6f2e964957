import { type Facts, type Fields, put } from '../line.ts';

/** Reads `(root) CMD (run-parts /etc/cron.hourly)` of the daemon and `(root) REPLACE (root)` of crontab. */
export function readCron(message: string, fields: Fields): Facts | null {
  const close = message.charCodeAt(0) === 40 ? message.indexOf(') ') : -1;
  if (close < 0 || close > 256) return null;
  const user = message.slice(1, close);
  const verbEnd = message.indexOf(' (', close + 2);
  if (verbEnd < 0 || verbEnd > close + 64) return null;
  const verb = message.slice(close + 2, verbEnd);
  const detail = message.endsWith(')') ? message.slice(verbEnd + 2, -1) : message.slice(verbEnd + 2);
  put(fields, 'cron_verb', verb);
  if (verb !== 'CMD' && verb !== 'CMDEND') return { class: 'task', action: verb.toLowerCase(), user };
  const action = verb === 'CMD' ? 'run' : 'end';
  return { class: 'task', action, outcome: 'success', user, commandLine: detail, tainted: ['commandLine', 'message'] };
}
