import type { DetectionFinding } from '../domain/contracts.gen.ts';

/** What a report reads of an alert's own facts and evidence. */
export interface AlertFacts {
  readonly revision: number;
  readonly entity: string;
  readonly role: string;
  readonly deciding_event: string;
  readonly reasons: readonly string[];
  readonly degraded: readonly string[];
  readonly techniques: readonly { readonly id: string }[];
  readonly detectors: readonly { readonly id: string; readonly kind: string; readonly title: string }[];
  readonly completeness: { readonly final: boolean };
}

export interface Trace {
  readonly id: string;
  readonly time: number;
  readonly host?: string;
  readonly user?: string;
  readonly action?: string;
  readonly process?: string;
  readonly command_line?: string;
  readonly file?: string;
  readonly domain?: string;
  readonly url?: string;
  readonly src_ip?: string;
  readonly dst_ip?: string;
  readonly score: number;
  readonly detectors: readonly { readonly id: string; readonly techniques: readonly string[] }[];
}

/** An event that showed something new, or that decided an alert. */
export interface Step {
  readonly trace: Trace;
  /** Techniques that no earlier event showed. */
  readonly techniques: readonly string[];
  readonly isDeciding: boolean;
  /** Title of the detector that said so. */
  readonly detector: string;
}

export const factsOf = (alert: DetectionFinding): AlertFacts => JSON.parse(alert.unmapped);

export const tracesOf = (alert: DetectionFinding): readonly Trace[] =>
  (alert.evidences ?? []).map(({ uid, data }) => ({ id: uid ?? '', ...JSON.parse(data) }));

/** The last revision of each alert. */
export function lastRevisions(alerts: readonly DetectionFinding[]): readonly DetectionFinding[] {
  const last = new Map<string, DetectionFinding>();
  for (const alert of alerts) {
    const known = last.get(alert.finding_info.uid);
    if (!known || factsOf(known).revision <= factsOf(alert).revision) last.set(alert.finding_info.uid, alert);
  }
  return [...last.values()].sort((a, b) => a.start_time - b.start_time);
}

/** The events that told something new, in time order. */
export function chainOf(alerts: readonly DetectionFinding[]): readonly Step[] {
  const steps = alerts
    .flatMap(stepsOf)
    .sort((a, b) => a.trace.time - b.trace.time || Number(b.isDeciding) - Number(a.isDeciding));
  const seen = new Set<string>();
  const told = new Set<string>();
  return steps.flatMap((step) => {
    const techniques = step.techniques.filter((id) => !seen.has(id));
    if ((techniques.length === 0 && !step.isDeciding) || told.has(step.trace.id)) return [];
    for (const id of techniques) seen.add(id);
    told.add(step.trace.id);
    return [{ ...step, techniques }];
  });
}

/** The detector that names most techniques speaks for the event. */
function stepsOf(alert: DetectionFinding): readonly Step[] {
  const { deciding_event, detectors } = factsOf(alert);
  const titles = new Map(detectors.map(({ id, title }) => [id, title]));
  return tracesOf(alert).map((trace) => {
    const [teller] = trace.detectors.toSorted((a, b) => b.techniques.length - a.techniques.length);
    const techniques = [...new Set(trace.detectors.flatMap((one) => one.techniques))].sort();
    const detector = titles.get(teller?.id ?? '') ?? teller?.id ?? '';
    return { trace, techniques, isDeciding: trace.id === deciding_event, detector };
  });
}

/** What happened in the event, in the most telling words it has. */
export function tellingOf(trace: Trace): string {
  const { command_line, process, url, domain, file, src_ip, dst_ip, action } = trace;
  const flow = src_ip && dst_ip ? `${src_ip} to ${dst_ip}` : (dst_ip ?? src_ip);
  return (
    command_line ??
    url ??
    (domain && `${process ?? 'name'} asks for ${domain}`) ??
    file ??
    process ??
    flow ??
    action ??
    ''
  );
}
