/** Two deeds that a rule finds on any host, and that nobody but an analyst can tell apart by who did them. */
const DEEDS = {
  dump: {
    Image: 'C:\\Windows\\System32\\rundll32.exe',
    CommandLine: 'rundll32.exe C:\\windows\\system32\\comsvcs.dll, MiniDump 624 C:\\temp\\lsass.dmp full',
    ParentImage: 'C:\\Windows\\System32\\cmd.exe',
  },
  deploy: {
    Image: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    CommandLine: 'powershell.exe -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA',
    ParentImage: 'C:\\Program Files\\Admin\\deploy.exe',
  },
} as const;
export type Deed = keyof typeof DEEDS;

/** Who did a deed, and what stands behind its command line. */
export interface DeedFacts {
  readonly user?: string;
  readonly after?: string;
}

/** A line of telemetry: the deed, done on the host of that number or name. */
export const deedLine = (deed: Deed, host: number | string, time: number, { user, after }: DeedFacts = {}): string =>
  JSON.stringify({
    ts: new Date(time).toISOString(),
    host: `${deed}-${host}`,
    channel: 'Microsoft-Windows-Sysmon/Operational',
    provider: 'Microsoft-Windows-Sysmon',
    event_id: 1,
    data: {
      ...{ ...DEEDS[deed], ProcessId: '1000', IntegrityLevel: 'High' },
      ...(user !== undefined && { User: user }),
      ...(after !== undefined && { CommandLine: `${DEEDS[deed].CommandLine} ${after}` }),
    },
  });
