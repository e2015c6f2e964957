import { processStartLine } from '../fixtures/process-start.ts';
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

const lineOf = (host: string, time: number): string =>
  `${processStartLine({ host, user: `CORP\\${host}-user`, time, commandLine: QUIET })}\n`;
