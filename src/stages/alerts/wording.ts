import type { Threat } from '../../domain/contracts.gen.ts';
import { safeText } from '../../domain/safe-text.ts';
import { severityName } from '../../domain/severity.ts';

/** Sentences for people. The form is ours; names from telemetry only fill it, cut and with controls made visible. */

const NAME = 80;
const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

export const entityName = (role: string, entity: string): string =>
  role === 'none' || role === '' ? safeText(entity, NAME) : `${role} ${safeText(entity, NAME)}`;

/** `Severe detection: Dump of LSASS memory on host ws01` */
export function alertTitle({ title, detectors, role, entity }: Threat): string {
  const [worst] = detectors;
  const what = worst ? `${title}: ${safeText(worst.title, NAME)}` : title;
  return `${what} on ${entityName(role, entity)}`;
}

export function alertMessage(threat: Threat): string {
  const { severity, evidenceCount, detectors, techniques, phase } = threat;
  const facts = [
    count(evidenceCount, 'event'),
    count(detectors.length, 'detector'),
    count(techniques.length, 'ATT&CK technique'),
  ];
  const end = phase === 'close' ? ' Closed after quiet.' : '';
  return `${severityName(severity)}: ${alertTitle(threat)}. ${facts.join(', ')}.${end}`;
}

export function alertDescription(threat: Threat): string {
  const span = Math.round((threat.end - threat.start) / 1000);
  const places = [names('host', threat.hosts), names('user', threat.users), names('address', threat.addresses)].filter(
    (text) => text !== '',
  );
  const reasons = threat.reasons.map((reason) => safeText(reason, 200)).join('; ');
  return `Why: ${reasons}. Evidence of ${span} s. ${places.join('. ')}.`;
}

function names(role: string, all: readonly string[]): string {
  if (all.length === 0) return '';
  const shown = all.slice(0, 5).map((name) => safeText(name, NAME));
  const more = all.length > shown.length ? ` and ${all.length - shown.length} more` : '';
  return `${role === 'address' ? 'Addresses' : `${role[0]?.toUpperCase()}${role.slice(1)}s`}: ${shown.join(', ')}${more}`;
}

export function incidentMessage(
  severity: number,
  alerts: number,
  hosts: readonly string[],
  users: readonly string[],
): string {
  const where = [names('host', hosts), names('user', users)].filter((text) => text !== '').join('. ');
  return `${severityName(severity)}: incident of ${count(alerts, 'alert')}. ${where === '' ? 'No host or user known' : where}.`;
}
