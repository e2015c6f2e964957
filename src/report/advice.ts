import { tacticOf } from '../domain/attack.ts';
import { MATRIX } from '../domain/attack-matrix.ts';

/** Where an analyst finds the next trace, by tactic id. */
const ADVICE: Readonly<Record<string, string>> = {
  TA0043: 'Look up the scanning address in web and firewall logs: what answered it, and did it come back?',
  TA0042: 'Search for the domains, certificates and file hashes of the evidence on all other hosts.',
  TA0001: 'Find the first event of the account or process: a mail, a download, a log-on from a new place.',
  TA0002: 'Follow the process tree of the deciding event upwards to what started it and downwards to what it started.',
  TA0003: 'List new services, tasks, run keys and accounts on the host since the first event; they survive a restart.',
  TA0004: 'Compare the rights of the process with those of its parent, and check who was added to privileged groups.',
  TA0005:
    'Check what was stopped or deleted: logs, security tools, files. Take the events of other sources for that time.',
  TA0006: 'Treat every account that was logged on to the host as known to the attacker; look for its use elsewhere.',
  TA0007: 'What was asked for shows what is wanted: look at the hosts, shares and groups named in the commands.',
  TA0008: 'Go to the hosts that were reached and look for log-ons and new services in the same minutes.',
  TA0009: 'Find archives and staging folders on the host, and the shares that were read.',
  TA0011: 'Block the external address or domain, and ask which other hosts talk to it.',
  TA0010: 'Compare the bytes sent to external addresses with a usual day, and find what was packed before.',
  TA0040: 'Secure backups first, then isolate the host; look for the same command on other hosts.',
};

/** Advice for the tactics of the techniques, in kill-chain order: the tactic and where to look. */
export function adviceFor(
  techniques: readonly string[],
): readonly { readonly tactic: string; readonly text: string }[] {
  const seen = new Set(techniques.map((id) => tacticOf(id).uid));
  return MATRIX.flatMap(({ uid, name }) => {
    const text = ADVICE[uid];
    return text !== undefined && seen.has(uid) ? [{ tactic: name, text }] : [];
  });
}
