import { processStartLine } from '../fixtures/process-start.ts';
import { NOON } from './embedded-chain.ts';

/** An ordered correlation over three machines, and one of what did not come. */
export const RULES = `
title: Logon failed
name: logon_failed
logsource: { product: windows, service: security }
detection: { selection: { EventID: 4625 }, condition: selection }
level: informational
---
title: Logon by remote desktop
name: remote_logon
logsource: { product: windows, service: security }
detection: { selection: { EventID: 4624, LogonType: 10 }, condition: selection }
level: informational
---
title: Service installed
name: service_installed
logsource: { product: windows, service: security }
detection: { selection: { EventID: 4697 }, condition: selection }
level: informational
---
title: Guessed, logged on, installed
id: test-steps
author: a tester
level: high
correlation:
  type: temporal_ordered
  rules: [logon_failed, remote_logon, service_installed]
  group-by: [account]
  timespan: 10m
  aliases:
    account:
      logon_failed: TargetUserName
      remote_logon: TargetUserName
      service_installed: SubjectUserName
---
title: Audit log cleared
name: log_cleared
logsource: { product: windows, service: security }
detection: { selection: { EventID: 1102 }, condition: selection }
level: informational
---
title: Windows started
name: started
logsource: { product: windows, service: security }
detection: { selection: { EventID: 4608 }, condition: selection }
level: informational
---
title: Log cleared and no start after it
id: test-absence
author: a tester
level: high
correlation:
  type: absence
  rules: [log_cleared, started]
  group-by: [Computer]
  timespan: 10m
`;

type Facts = Readonly<Record<string, string | number>>;

const MINUTE = 60_000;
export const ABSENCE_DUE = NOON + 16 * MINUTE;

/** What happens besides the daily round: minute, machine, event id and facts. */
const HAPPENS: readonly (readonly [minute: number, host: string, id: number, facts: Facts])[] = [
  [5, 'ws-1', 4625, { TargetUserName: 'alice', LogonType: 3 }],
  // in the wrong order: no match
  [6, 'ws-3', 4697, { SubjectUserName: 'bob', ServiceName: 'x' }],
  [6, 'ws-4', 1102, {}],
  [7, 'ws-5', 1102, {}],
  [7, 'ws-2', 4625, { TargetUserName: 'bob', LogonType: 3 }],
  [8, 'ws-2', 4624, { TargetUserName: 'alice', LogonType: 10 }],
  [8, 'ws-1', 4624, { TargetUserName: 'bob', LogonType: 10 }],
  [11, 'ws-3', 4697, { SubjectUserName: 'alice', ServiceName: 'y' }],
  [12, 'ws-5', 4608, {}],
];
const MACHINES = ['ws-1', 'ws-2', 'ws-3', 'ws-4', 'ws-5', 'dc-1'];
const MINUTES = 25;

/** 25 minutes of six machines, a process start each ten seconds, with the steps of an attack among them. */
export function telemetryLines(): string {
  const lines: [number, string][] = [];
  for (let time = NOON; time < NOON + MINUTES * MINUTE; time += 10_000)
    for (const host of MACHINES)
      lines.push([
        time,
        processStartLine({ host, user: `CORP\\${host}-user`, time, commandLine: 'svchost.exe -k netsvcs' }),
      ]);
  for (const [index, [minute, host, id, facts]] of HAPPENS.entries())
    lines.push([NOON + minute * MINUTE, securityLine(NOON + minute * MINUTE, host, id, index, facts)]);
  return lines
    .sort(([a], [b]) => a - b)
    .map(([, line]) => `${line}\n`)
    .join('');
}

const securityLine = (time: number, host: string, EventID: number, RecordNumber: number, facts: Facts): string =>
  JSON.stringify({
    ...{ EventTime: new Date(time).toISOString(), Hostname: host, Computer: host, Channel: 'Security', EventID },
    ...{ RecordNumber, SourceName: 'Microsoft-Windows-Security-Auditing', ...facts },
  });
