import type { Send } from '../../src/ports.ts';
import { NOON, raw } from './embedded-chain.ts';

const HOSTS = ['ws-1', 'ws-2', 'dc-1'];
const QUIET = 'C:\\Windows\\System32\\svchost.exe -k netsvcs';
const LOUD = 'ntdsutil.exe "ac i ntds" "ifm" "create full C:\\Temp\\copy" q q';

/** A process creation as Sysmon tells of it, with an id of its own. */
export function processStart(id: string, host: string, time: number, commandLine: string): Send {
  const data = {
    ProcessId: '4711',
    Image: `C:\\Windows\\System32\\${commandLine.split(' ')[0]?.split('\\').at(-1)}`,
    ParentImage: 'C:\\Windows\\System32\\cmd.exe',
    CommandLine: commandLine,
    User: 'CORP\\anna',
  };
  const line = {
    ts: new Date(time).toISOString(),
    host,
    channel: 'Microsoft-Windows-Sysmon/Operational',
    provider: 'Microsoft-Windows-Sysmon',
    event_id: 1,
    data,
  };
  return raw(JSON.stringify(line), { 'tenant-id': 'acme', ce_id: id }, host);
}

/** Ordinary life of three machines in batches of ten seconds; on dc-1 the directory database is copied in the second. */
export function goodBatches(count: number): Send[][] {
  return Array.from({ length: count }, (_, batch) =>
    HOSTS.flatMap((host, place) =>
      Array.from({ length: 4 }, (_, nth) => {
        const time = NOON + batch * 10_000 - 5_000 + nth * 1_000;
        const command = batch === 1 && place === 2 && nth === 1 ? LOUD : QUIET;
        return processStart(`good-${batch}-${host}-${nth}`, host, time, command);
      }),
    ),
  );
}
