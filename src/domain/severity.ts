/** OCSF severity_id: 1 informational, 2 low, 3 medium, 4 high, 5 critical. */
const SEVERITIES = ['Unknown', 'Informational', 'Low', 'Medium', 'High', 'Critical', 'Fatal'] as const;
const LEVELS = ['Info', 'Low', 'Medium', 'High', 'Critical'] as const;
const CONFIDENCES = ['Unknown', 'Low', 'Medium', 'High'] as const;

export const INFORMATIONAL_SEVERITY = 1;
export const LOW_SEVERITY = 2;
export const MEDIUM_SEVERITY = 3;
/** From this severity on one detection is enough to raise a threat. */
export const HIGH_SEVERITY = 4;

/** A severity_id that exists: whole, 0 to 6; what is no number is 0. */
export function severityId(severity: number): number {
  const whole = Math.trunc(severity);
  return Number.isFinite(whole) ? Math.min(6, Math.max(0, whole)) : 0;
}

export const severityName = (severity: number): string => SEVERITIES[severityId(severity)] as string;

/** OCSF risk_level_id of a risk of 0 to 100. */
export const riskLevelId = (risk: number): number => Math.min(4, Math.max(0, Math.floor(risk / 20)));
export const riskLevel = (risk: number): string => LEVELS[riskLevelId(risk)] as string;

/** OCSF confidence_id of a probability. */
export const confidenceId = (confidence: number): number => (confidence >= 0.8 ? 3 : confidence >= 0.5 ? 2 : 1);
export const confidenceName = (confidence: number): string => CONFIDENCES[confidenceId(confidence)] as string;
