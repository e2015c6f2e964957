/** What `npm audit --json` has answered, as far as we can tell. */
export type AuditAnswer =
  | { readonly kind: 'clean'; readonly dependencies: number }
  | { readonly kind: 'vulnerable'; readonly names: readonly string[] }
  /** The registry is there but has no such service, as many mirrors have none. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unreachable'; readonly why: string };

interface Report {
  readonly message?: string;
  readonly statusCode?: number;
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string }>>;
  readonly metadata?: { readonly dependencies?: { readonly total?: number } };
}

const GRAVE = ['high', 'critical'];
const NOT_SERVED = [400, 403, 404, 405, 410, 501];

/** Nothing but a report of vulnerabilities, were it empty, counts as an answer. */
export function readAudit(output: string): AuditAnswer {
  const report = parsed(output);
  if (report.vulnerabilities && report.metadata?.dependencies) {
    const found = Object.entries(report.vulnerabilities).filter(([, { severity }]) => GRAVE.includes(severity));
    const names = found.map(([name, { severity }]) => `${name} (${severity})`);
    if (names.length > 0) return { kind: 'vulnerable', names };
    return { kind: 'clean', dependencies: report.metadata.dependencies.total ?? 0 };
  }
  const why = report.message ?? 'npm audit gave no report';
  return { kind: NOT_SERVED.includes(report.statusCode ?? 0) ? 'refused' : 'unreachable', why };
}

function parsed(output: string): Report {
  try {
    return JSON.parse(output) ?? {};
  } catch {
    return {};
  }
}
