import type { Format } from '../../format.ts';
import { proxyAccess, webAccess } from './access-log.ts';
import { auditd } from './auditd.ts';
import { bashHistory } from './bash-history.ts';
import { cef } from './cef.ts';
import { ciscoAsa } from './cisco-asa.ts';
import { plain } from './plain.ts';
import { snort } from './snort.ts';
import { syslog } from './syslog.ts';

/** Line formats in the order in which a line without a hint is tried: the narrow before the wide, plain text last. */
export const TEXT_FORMATS: readonly Format[] = [
  auditd,
  cef,
  ciscoAsa,
  snort,
  proxyAccess,
  webAccess,
  syslog,
  bashHistory,
  plain,
];
