import type { Threat } from '../../domain/contracts.gen.ts';
import type { AlertsConfig } from './config.ts';
import type { Standing } from './detection-finding.ts';
import type { Incident } from './state.ts';

export interface Progress {
  /** Nothing was published of the alert before. */
  readonly isFirst: boolean;
  readonly isClosed: boolean;
}

/** OCSF activity and status of an alert: new, in progress, suppressed or resolved. */
export const standingOf = (
  progress: Progress,
  createdAt: number,
  incident: string,
  suppressing: string | null,
): Standing => ({
  activity: progress.isClosed ? 3 : progress.isFirst ? 1 : 2,
  status: statusOf(progress, suppressing),
  createdAt,
  incident,
  suppressing,
});

function statusOf({ isFirst, isClosed }: Progress, suppressing: string | null): Standing['status'] {
  if (isClosed) return { id: 4, name: 'Resolved' };
  if (suppressing !== null) return { id: 3, name: 'Suppressed' };
  return isFirst ? { id: 1, name: 'New' } : { id: 2, name: 'In Progress' };
}

/** The open alert of top severity on the same entity because of which a lower one need not be looked at by itself. */
export function suppressor(
  incident: Incident | null,
  threat: Threat,
  { inhibitSeverity }: AlertsConfig,
): string | null {
  const stronger = incident?.members.find(
    ({ uid, isOpen, severity, role, entity }) =>
      uid !== threat.uid &&
      isOpen &&
      severity >= inhibitSeverity &&
      severity > threat.severity &&
      role === threat.role &&
      entity === threat.entity,
  );
  return stronger?.uid ?? null;
}
