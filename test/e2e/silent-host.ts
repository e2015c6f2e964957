import { NOON } from './embedded-chain.ts';

const QUIET = 'C:\\Windows\\System32\\svchost.exe -k netsvcs';
const EVERY_MS = 10_000;
const EVENTS = 490;
/** After 61 minutes ws-2 says nothing any more. */
const SILENT_FROM = 365;

/** 81 minutes of three machines, a process start every ten seconds each, as lines of NDJSON. */
export const silentHostLines = (): string =>
  Array.from({ length: EVENTS }, (_, i) => hostsAt(i).map((host) => lineOf(host, NOON + i * EVERY_MS)))
    .flat()
    .join('');

const hostsAt = (i: number): readonly string[] => (i > SILENT_FROM ? ['ws-1', 'dc-1'] : ['ws-1', 'ws-2', 'dc-1']);

function lineOf(host: string, time: number): string {
  const data = { Image: 'C:\\Windows\\System32\\svchost.exe', CommandLine: QUIET, User: `CORP\\${host}-user` };
  const channel = 'Microsoft-Windows-Sysmon/Operational';
  const line = {
    ts: new Date(time).toISOString(),
    host,
    channel,
    provider: 'Microsoft-Windows-Sysmon',
    event_id: 1,
    data,
  };
  return `${JSON.stringify(line)}\n`;
}
