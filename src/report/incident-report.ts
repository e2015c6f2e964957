import { isServiceAccount } from '../domain/account.ts';
import { tacticOf, techniqueName } from '../domain/attack.ts';
import type { DetectionFinding, IncidentFinding } from '../domain/contracts.gen.ts';
import { safeText } from '../domain/safe-text.ts';
import { confidenceName } from '../domain/severity.ts';
import { adviceFor } from './advice.ts';
import { chainOf, factsOf, lastRevisions, type Step, tellingOf } from './chain.ts';
import { plural, section, span, utc, WIDTH, wrap } from './layout.ts';

/** What the ledger of a run comes to. */
export interface LedgerSummary {
  /** Records read from the raw topic. */
  readonly read: number;
  readonly late: number;
  readonly dropped: number;
  readonly deadLettered: number;
  readonly evicted: number;
  /** At every stage as many records came out as went in. */
  readonly balances: boolean;
}

const MAX_STEPS = 14;
const MAX_NAMES = 6;
const INDENT = ' '.repeat(12);
const RULE = '─'.repeat(WIDTH);

/** The incident for a person at a terminal: what, who, when, why, how sure, what was lost, where to look next. Plain text, at most 100 columns. */
export function incidentReport(
  incident: IncidentFinding,
  alerts: readonly DetectionFinding[],
  ledger: LedgerSummary,
): string {
  const members = new Set(incident.finding_info_list.map(({ uid }) => uid));
  const own = lastRevisions(alerts.filter(({ finding_info }) => members.has(finding_info.uid)));
  const lines = [
    RULE,
    ...heading(incident),
    RULE,
    ...section('What', ...what(incident, own)),
    ...section('Who', ...who(incident)),
    ...section('When', when(incident)),
    '',
    ...why(own),
    '',
    ...section('How sure', ...howSure(incident, own)),
    ...section('Lost', lost(ledger)),
    '',
    ...next(techniquesOf(own)),
    RULE,
  ];
  return `${lines.join('\n')}\n`;
}

function heading(incident: IncidentFinding): readonly string[] {
  const { incident_uid, risk_score } = JSON.parse(incident.unmapped);
  const title = `INCIDENT  ${incident.severity.toUpperCase()}  risk ${risk_score} of 100  (${incident.status.toLowerCase()})`;
  return wrap(`${title}  ${incident_uid}`, WIDTH);
}

function what(incident: IncidentFinding, alerts: readonly DetectionFinding[]): readonly string[] {
  const events = alerts.reduce((sum, { count }) => sum + count, 0);
  const techniques = techniquesOf(alerts);
  const tactics = new Set(techniques.map((id) => tacticOf(id).uid).filter((uid) => uid !== ''));
  const sum = [
    plural(incident.count, 'alert'),
    plural(events, 'event'),
    plural(techniques.length, 'ATT&CK technique'),
    plural(tactics.size, 'tactic'),
  ];
  const worst = alerts.toSorted((a, b) => b.risk_score - a.risk_score).slice(0, MAX_NAMES);
  const titles = worst.map(
    (alert) => `- ${safeText(alert.finding_info.title, 160)} (${alert.severity}, risk ${alert.risk_score})`,
  );
  const more = alerts.length - worst.length;
  return [sum.join(', '), ...titles, ...(more > 0 ? [`- and ${plural(more, 'lesser alert')}`] : [])];
}

function who({ observables }: IncidentFinding): readonly string[] {
  const of = (type: number) => observables.filter(({ type_id }) => type_id === type).map(({ value }) => value);
  const users = of(4).sort((a, b) => Number(isServiceAccount(a)) - Number(isServiceAccount(b)));
  const parts = [names('host', of(1)), names('user', users), names('address', of(2))].filter((text) => text !== '');
  return parts.length === 0 ? ['not known'] : parts;
}

function names(one: string, all: readonly string[]): string {
  if (all.length === 0) return '';
  const shown = all.slice(0, MAX_NAMES).map((name) => safeText(name, 64));
  const more = all.length > shown.length ? [`and ${all.length - shown.length} more`] : [];
  const label = all.length === 1 ? one : one === 'address' ? 'addresses' : `${one}s`;
  return `${label}: ${[...shown, ...more].join(', ')}`;
}

const when = ({ start_time, end_time }: IncidentFinding): string =>
  `${utc(start_time)} to ${utc(end_time)} UTC (${span(end_time - start_time)})`;

/** The chain of techniques in time order, each with the event that showed it. */
function why(alerts: readonly DetectionFinding[]): readonly string[] {
  const steps = chainOf(alerts);
  const reasons = [...new Set(alerts.flatMap((alert) => factsOf(alert).reasons))].slice(0, MAX_NAMES);
  const shown = new Set(steps.flatMap((step) => step.techniques));
  const others = techniquesOf(alerts).filter((id) => !shown.has(id));
  const more = steps.length - MAX_STEPS;
  return [
    ...section('Why', ...reasons.map((reason) => `- ${safeText(reason, 240)}`)),
    '',
    ...steps.slice(0, MAX_STEPS).flatMap(stepLines),
    ...(more > 0 ? section('', `and ${plural(more, 'step')} more`) : []),
    ...(others.length > 0 ? section('', `also seen: ${others.map((id) => safeText(id, 20)).join(', ')}`) : []),
  ];
}

/** When and what, which techniques, and the event itself. */
function stepLines({ techniques, trace, isDeciding, detector }: Step): readonly string[] {
  const place = [trace.host, trace.user].map((text) => safeText(text ?? '', 32)).filter((text) => text !== '');
  const event = `${place.join(' ')}${place.length > 0 ? ': ' : ''}`;
  const room = WIDTH - INDENT.length;
  const mark = isDeciding ? '  <- decided the alert' : '';
  return [
    `  ${utc(trace.time).slice(11)}  ${safeText(detector, room - mark.length)}${mark}`,
    ...wrap(techniques.map(techniqueLabel).join('; '), room).flatMap((line) => (line === '' ? [] : [INDENT + line])),
    `${INDENT}${event}${safeText(tellingOf(trace), room - event.length)}`,
  ];
}

function techniqueLabel(id: string): string {
  const name = techniqueName(id);
  const tactic = tacticOf(id).name;
  return `${safeText(id, 30)}${name === id ? '' : ` ${name}`}${tactic === '' ? '' : ` (${tactic})`}`;
}

function howSure(incident: IncidentFinding, alerts: readonly DetectionFinding[]): readonly string[] {
  const facts = alerts.map(factsOf);
  const kinds = new Map(facts.flatMap(({ detectors }) => detectors.map(({ id, kind }) => [id, kind] as const)));
  const rules = [...kinds.values()].filter((kind) => kind === 'rule').length;
  const degraded = [...new Set(facts.flatMap((one) => one.degraded))].map((name) => safeText(name, 40));
  const confidence = incident.confidence_score;
  return [
    `${confidence} % (${confidenceName(confidence / 100).toLowerCase()}): ${plural(rules, 'rule')} and ${plural(kinds.size - rules, 'model')} agree on it`,
    degraded.length === 0 ? 'every detector took part' : `without ${degraded.join(', ')}, which did not answer`,
    facts.every(({ completeness }) => completeness.final)
      ? 'all its alerts are closed: the evidence is final'
      : 'an alert is still open: the evidence may grow',
  ];
}

function lost({ read, late, dropped, deadLettered, evicted, balances }: LedgerSummary): string {
  const counts = { late, 'dropped as unusable': dropped, 'dead-lettered': deadLettered, evicted };
  const losses = Object.entries(counts).filter(([, count]) => count > 0);
  const account = balances ? 'every one is accounted for' : 'THE LEDGER DOES NOT BALANCE: run "vedette audit"';
  const what =
    losses.length === 0
      ? 'nothing'
      : losses.map(([name, count]) => `${count.toLocaleString('en-GB')} ${name}`).join(', ');
  return `${what}; ${plural(read, 'record')} read, ${account}`;
}

function next(techniques: readonly string[]): readonly string[] {
  const advice = adviceFor(techniques).map(({ tactic, text }) => `- ${tactic}: ${text}`);
  return section(
    'Next',
    ...(advice.length > 0 ? advice : ['- Read the events of the entity before and after the evidence.']),
  );
}

const techniquesOf = (alerts: readonly DetectionFinding[]): readonly string[] => [
  ...new Set(alerts.flatMap((alert) => factsOf(alert).techniques.map(({ id }) => id))),
];
