import { scopeOf } from '../address.ts';
import { type Found, type Heuristic, onEvent, pick, type Sighting } from './heuristic.ts';

/** 1 is the gravest in the words of Snort and Suricata; 0 where there is none. */
function priorityOf({ fields }: Sighting): number {
  return Number(pick(fields, 'priority', 'alert.severity')) || 0;
}

function words({ fields }: Sighting): string {
  return `${pick(fields, 'msg', 'alert.signature', 'note')} ${pick(fields, 'classification', 'alert.category')}`.toLowerCase();
}

function facts({ event, fields }: Sighting): Found {
  return {
    signature: pick(fields, 'msg', 'alert.signature', 'note'),
    classification: pick(fields, 'classification', 'alert.category'),
    priority: pick(fields, 'priority', 'alert.severity'),
    srcIp: event.srcIp,
    dstIp: event.dstIp,
    dstPort: event.dstPort > 0 ? `${event.dstPort}` : '',
  };
}

const SCAN = /scan|recon|sweep|probe|nmap|portsweep/;
const MALWARE =
  /trojan|malware|c2\b|cnc|command and control|beacon|botnet|backdoor|cobalt|meterpreter|ransom|coinminer|exploit[- ]kit/;
const ATTACK =
  /web-application-attack|web application attack|sql|injection|exploit|shellcode|overflow|attempted-(?:admin|user)|successful-|web_server|attempted administrator|log4j|traversal|rce\b/;
const isIntrusionAlert = ({ event }: Sighting): boolean =>
  event.product === 'snort' || event.product === 'suricata' || event.category === 'ids';

function onAlert(given: Parameters<typeof onEvent>[1], test: (text: string, priority: number) => boolean): Heuristic {
  return onEvent(['finding'], given, (sighting) => {
    const priority = priorityOf(sighting);
    const isGrave = priority === 1 || priority === 2;
    return isGrave && isIntrusionAlert(sighting) && test(words(sighting), priority) ? facts(sighting) : null;
  });
}

export const FINDINGS: readonly Heuristic[] = [
  onAlert(
    {
      id: 'ids-malware',
      title: 'Intrusion sensor reports malware or its control traffic',
      severity: 4,
      probability: 0.65,
      techniques: ['T1071'],
    },
    (text) => MALWARE.test(text),
  ),
  onAlert(
    {
      id: 'ids-attack',
      title: 'Intrusion sensor reports an attack on a service',
      severity: 3,
      probability: 0.55,
      techniques: ['T1190'],
    },
    (text) => !MALWARE.test(text) && ATTACK.test(text),
  ),
  onAlert(
    {
      id: 'ids-scan',
      title: 'Intrusion sensor reports a scan',
      severity: 2,
      probability: 0.35,
      techniques: ['T1595', 'T1046'],
    },
    (text) => !MALWARE.test(text) && !ATTACK.test(text) && SCAN.test(text),
  ),
  onAlert(
    {
      id: 'ids-priority-one',
      title: 'Intrusion sensor reports something of the highest priority',
      severity: 3,
      probability: 0.5,
      techniques: [],
    },
    (text, priority) => priority === 1 && !MALWARE.test(text) && !ATTACK.test(text) && !SCAN.test(text),
  ),
  onEvent(
    ['finding'],
    {
      id: 'antivirus-detection',
      title: 'Malware protection found malware',
      severity: 4,
      probability: 0.75,
      techniques: ['T1204.002'],
    },
    ({ event, fields }) =>
      event.category === 'antivirus' && event.action === 'detect'
        ? {
            threat: pick(fields, 'ThreatName', 'Threat Name'),
            file: event.file,
            process: event.process,
            user: event.user,
          }
        : null,
  ),
  onEvent(
    ['network', 'log', 'other'],
    {
      id: 'firewall-threat',
      title: 'Firewall reports an attack',
      severity: 3,
      probability: 0.5,
      techniques: ['T1046', 'T1595.001'],
    },
    ({ event, fields }) =>
      event.product === 'cisco' && /^(?:400\d{3}|733100|733101|106017|430001)$/.test(event.code)
        ? { code: event.code, message: pick(fields, 'message'), srcIp: event.srcIp }
        : null,
  ),
  onEvent(
    ['network', 'tls'],
    {
      id: 'internal-service-exposed',
      title: 'Administrative service reached from an external address',
      severity: 3,
      probability: 0.5,
      techniques: ['T1133', 'T1021'],
    },
    ({ event, fields }) =>
      ADMIN_PORTS.has(event.dstPort) &&
      ANSWERED.test(pick(fields, 'conn_state')) &&
      scopeOf(event.srcIp) === 'external' &&
      scopeOf(event.dstIp) === 'internal'
        ? { srcIp: event.srcIp, dstIp: event.dstIp, dstPort: `${event.dstPort}`, state: pick(fields, 'conn_state') }
        : null,
  ),
];

/** Zeek's states of connections in which both sides spoke; a firewall only knows what it let pass. */
const ANSWERED = /^(?:SF|S1|S2|S3|RSTO|RSTR)$/;
const ADMIN_PORTS: ReadonlySet<number> = new Set([23, 135, 139, 445, 3389, 5900, 5985, 5986]);
