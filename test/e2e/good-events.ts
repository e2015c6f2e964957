import type { Send } from '../../src/ports.ts';
import { processStartLine } from '../fixtures/process-start.ts';
import { NOON, raw } from './embedded-chain.ts';

const HOSTS = ['ws-1', 'ws-2', 'dc-1'];
const QUIET = 'C:\\Windows\\System32\\svchost.exe -k netsvcs';
const LOUD = 'ntdsutil.exe "ac i ntds" "ifm" "create full C:\\Temp\\copy" q q';

/** A process creation as Sysmon tells of it, with an id of its own. */
export function processStart(id: string, host: string, time: number, commandLine: string): Send {
  const line = processStartLine({ host, user: 'CORP\\anna', time, commandLine });
  return raw(line, { 'tenant-id': 'acme', ce_id: id }, host);
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
