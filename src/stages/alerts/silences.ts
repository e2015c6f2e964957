import type { Silence, Threat } from '../../domain/contracts.gen.ts';

/** True where a silence covers the threat: by its correlation or all of its detectors, by its entity, at its time. */
export function isSilenced(threat: Threat, silences: Iterable<Silence>): boolean {
  for (const silence of silences) {
    if (silence.kind === 'silence' && covers(silence, threat)) return true;
  }
  return false;
}

/** True where an analyst has closed the alert. */
export function isClosed(threat: Threat, silences: Iterable<Silence>): boolean {
  for (const { kind, tenant, alert } of silences) {
    if (kind === 'close' && tenant === threat.tenant && alert === threat.uid) return true;
  }
  return false;
}

/** A silence that names neither rule nor entity would silence everything; it covers nothing. */
function covers({ tenant, rule, entity, from, until }: Silence, threat: Threat): boolean {
  if (tenant !== threat.tenant || (rule === '' && entity === '')) return false;
  const isNow = threat.time >= from && (until === 0 || threat.time < until);
  return isNow && (entity === '' || entity === threat.entity) && (rule === '' || isBy(threat, rule));
}

const isBy = ({ rule, detectors }: Threat, id: string): boolean =>
  rule === id || (detectors.length > 0 && detectors.every((detector) => detector.id === id));
