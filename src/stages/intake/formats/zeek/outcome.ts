import type { EventOutcome } from '../../../../domain/contracts.gen.ts';
import type { Fields } from '../../fields.ts';
import { firstText } from '../../read-value.ts';

const MAX_ACTION = 80;

/** The verb, in lower case. */
export function actionOf(log: string, fields: Fields): string {
  const own =
    log === 'http' ? fields.method : log === 'notice' ? fields.note : log === 'weird' ? fields.name : undefined;
  const other = firstText(own, fields.action, fields.command, fields.operation, VERBS.get(log), log);
  return other.toLowerCase().slice(0, MAX_ACTION);
}

const VERBS: ReadonlyMap<string, string> = new Map([
  ['conn', 'connect'],
  ['dns', 'query'],
  ['ssl', 'handshake'],
  ['files', 'transfer'],
  ['x509', 'certificate'],
]);

/** Connection states without an answer or with a refusal. */
const UNANSWERED: ReadonlySet<string> = new Set(['S0', 'REJ', 'RSTOS0', 'RSTRH', 'SH', 'SHR']);

/** Whether what was tried came about, where the log tells. */
export function outcomeOf(log: string, fields: Fields): EventOutcome {
  if (log === 'conn') return answered(fields.conn_state);
  if (log === 'http') return judge(fields.status_code, (code) => Number(code) < 400);
  if (log === 'dns') return judge(fields.rcode_name, (code) => code === 'NOERROR');
  if (log === 'ssl') return judge(fields.established, isTrue);
  return judge(fields.auth_success ?? fields.success, isTrue);
}

function answered(state: string | undefined): EventOutcome {
  if (state === undefined || state === 'OTH') return 'unknown';
  return UNANSWERED.has(state) ? 'failure' : 'success';
}

const isTrue = (said: string): boolean => said === 'true' || said === 'T';

const judge = (said: string | undefined, isGood: (said: string) => boolean): EventOutcome =>
  said === undefined ? 'unknown' : isGood(said) ? 'success' : 'failure';
