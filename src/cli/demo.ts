import { join } from 'node:path';
import { Command } from 'commander';
import { isBalanced } from '../audit/balance.ts';
import type { DetectionFinding, IncidentFinding } from '../domain/contracts.gen.ts';
import { closePorts, localPorts } from '../local-ports.ts';
import { type Replayed, replay } from '../replay.ts';
import { incidentReport, type LedgerSummary } from '../report/incident-report.ts';
import { quietLogger, unmeasured } from '../shell/quiet.ts';
import { toOcsfJson } from '../stages/alerts/ocsf-json.ts';
import { EXIT, Failure } from './failure.ts';
import { data, json, say } from './output.ts';
import { progressLine } from './progress.ts';

const SAMPLE = join(import.meta.dirname, '../../samples/lsass-logonpasswords.jsonl.zst');

const EXAMPLES = `
Examples:
  $ vedette demo                 the bundled attack, told as incidents
  $ vedette demo 2>/dev/null     the report alone
  $ vedette demo --json          its incidents as OCSF

To look closer at the same telemetry: vedette replay samples/lsass-logonpasswords.jsonl.zst --out out
`;

/** `vedette demo` */
export function demoCommand(): Command {
  return new Command('demo')
    .description('run the bundled attack through every stage in this process and tell what it was')
    .option('--json', 'print the incidents as OCSF')
    .addHelpText('before', EXAMPLES)
    .action(run);
}

async function run(flags: { readonly json?: boolean }): Promise<void> {
  say('Replaying 53,698 events of one Windows machine, recorded while it was attacked (OTRF Security-Datasets, MIT).');
  const progress = progressLine();
  const ports = await localPorts({ tenant: 'demo' });
  const alerts: DetectionFinding[] = [];
  const incidents = new Map<string, IncidentFinding>();
  const startedAt = performance.now();
  const replayed = await replay({
    files: [SAMPLE],
    tenant: '',
    format: '',
    ports,
    logger: quietLogger,
    metrics: unmeasured,
    onAlert: (alert) => void alerts.push(alert),
    onIncident: (incident) => void incidents.set(JSON.parse(incident.unmapped).incident_uid, incident),
    onDeadLetter() {},
    onProgress: (lines, time) => progress.show(lines, time, new Set(alerts.map((one) => one.finding_info.uid)).size),
  });
  progress.end();
  await closePorts(ports);
  const seconds = (performance.now() - startedAt) / 1000;
  if (flags.json) json([...incidents.values()].map(toOcsfJson));
  else for (const incident of incidents.values()) data(incidentReport(incident, alerts, lossesOf(replayed)));
  if (!isBalanced(replayed.findings)) throw new Failure(EXIT.difference, 'the ledger does not balance');
  say(`${replayed.lines} events through five stages in ${seconds.toFixed(1)} s, ${incidents.size} incident(s).`);
}

/** What the ledger of the whole run says about losses. */
function lossesOf({ lines, ledger, findings }: Replayed): LedgerSummary {
  const total = (count: (one: (typeof ledger.partitions)[number]) => number) =>
    ledger.partitions.reduce((sum, one) => sum + count(one), 0);
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, one) => all + one, 0);
  return {
    read: lines,
    late: total((one) => one.late),
    dropped: total((one) => (one.stage === 'intake' ? sum(one.dropped) : 0)),
    deadLettered: total((one) => sum(one.deadLettered)),
    evicted: total((one) => one.evicted),
    balances: isBalanced(findings),
  };
}
