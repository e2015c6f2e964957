import { imageOf } from '../image.ts';
import { type Heuristic, onEvent, onLine, onStart, pick, type Sighting } from './heuristic.ts';

const SYSTEM_NAMES = /^(?:svchost|lsass|csrss|services|winlogon|smss|wininit|spoolsv|taskhostw|dwm|lsm)\.exe$/;
const SYSTEM_PLACES =
  /^(?:[a-z]:|\\systemroot|\\device\\harddiskvolume\d+|\\\?\?\\[a-z]:)?\\(?:windows\\(?:system32|syswow64|winsxs)\\|windows\\servicing\\)/;
const CARRIERS: ReadonlySet<string> = new Set(['shell', 'script', 'lolbin', 'office']);
const INJECTORS_ALLOWED =
  /\\(?:csrss|wininit|winlogon|services|svchost|smss|dwm|msmpeng|wmiprvse|vboxservice|vmtoolsd|werfault|taskhostw|lsass|explorer|conhost|audiodg|mssense)\.exe$/;
const TOOL_PIPES =
  /^\\?(?:msagent_|postex_|postex_ssh_|status_\d|msse-\d|gruntsvc|psexesvc|paexec|remcom_|csexecsvc|winexesvc|demoagent|interprocess_|spoolss_|mypipe-[fh]|ntsvcs_|scerpc_|srvsvc_|lsarpc_|samss_|wkssvc_|netlogon_)|^\\?[a-z]{0,8}potato/i;

function pipeName({ fields, event }: Sighting): string {
  return pick(fields, 'PipeName') || event.file;
}

export const WINDOWS_INJECTION: readonly Heuristic[] = [
  onEvent(
    ['process'],
    {
      id: 'remote-thread',
      title: 'Thread started inside another program',
      severity: 3,
      probability: 0.6,
      techniques: ['T1055', 'T1055.001'],
    },
    ({ event, fields }) => {
      if (event.action !== 'remote_thread' && event.action !== 'remote_create') return null;
      const source = imageOf(pick(fields, 'SourceImage') || event.process);
      const target = pick(fields, 'TargetImage').toLowerCase();
      const start = { startModule: pick(fields, 'StartModule'), startFunction: pick(fields, 'StartFunction') };
      const isOdd = source.isUserWritable || CARRIERS.has(source.bucket) || /^loadlibrary/i.test(start.startFunction);
      const isUnbacked = start.startModule === '-' || fields.StartModule === '';
      return target === source.path || INJECTORS_ALLOWED.test(source.path) || !(isOdd || isUnbacked)
        ? null
        : { source: source.path, target, ...start };
    },
  ),
  onEvent(
    ['process'],
    {
      id: 'process-tampered',
      title: 'Memory image of a program replaced',
      severity: 4,
      probability: 0.7,
      techniques: ['T1055.012'],
    },
    ({ event, fields }) =>
      event.action === 'tamper' ? { process: event.process, type: pick(fields, 'Type'), user: event.user } : null,
  ),
  onEvent(
    ['process'],
    {
      id: 'injection-access',
      title: 'Program opened another with the right to write into it, from code without a module',
      severity: 3,
      probability: 0.55,
      techniques: ['T1055'],
    },
    ({ event, fields }) => {
      if (event.action !== 'access' && event.action !== 'open') return null;
      const trace = pick(fields, 'CallTrace');
      if (!trace.includes('UNKNOWN(')) return null;
      const mask = Number(pick(fields, 'GrantedAccess'));
      // VM_OPERATION, VM_WRITE and CREATE_THREAD together
      const source = (event.process || pick(fields, 'SourceImage')).toLowerCase();
      const target = pick(fields, 'TargetImage').toLowerCase();
      return (mask & 0x2a) === 0x2a && source !== target && !INJECTORS_ALLOWED.test(source)
        ? { source, target, grantedAccess: `0x${mask.toString(16)}` }
        : null;
    },
  ),
  onLine(
    {
      id: 'token-theft-tool',
      title: 'Tool that steals tokens or elevates through services',
      severity: 4,
      probability: 0.9,
      techniques: ['T1134.001', 'T1068'],
    },
    (line) =>
      /(?:juicy|rogue|sweet|rotten|god|local|hot|generic|efs)potato|printspoofer|\bincognito\b|token::(?:elevate|run)|invoke-tokenmanipulation|getsystem\b/.test(
        line,
      ),
  ),
  onLine(
    {
      id: 'pipe-impersonation',
      title: 'Command writes into a named pipe to gain the rights of the system',
      severity: 4,
      probability: 0.92,
      techniques: ['T1134.001'],
    },
    (line) => /echo .{1,60}> *\\\\\.\\pipe\\/.test(line),
  ),
  onEvent(
    ['pipe'],
    {
      id: 'tool-pipe',
      title: 'Named pipe of a known attack or remote execution tool',
      severity: 4,
      probability: 0.8,
      techniques: ['T1559', 'T1570'],
    },
    (sighting) =>
      TOOL_PIPES.test(pipeName(sighting))
        ? { pipe: pipeName(sighting), process: sighting.event.process, user: sighting.event.user }
        : null,
  ),
  onStart(
    {
      id: 'system-name-elsewhere',
      title: 'Program bears the name of a system program but lies elsewhere',
      severity: 4,
      probability: 0.8,
      techniques: ['T1036.005'],
    },
    ({ image }) => SYSTEM_NAMES.test(image.name) && image.path.includes('\\') && !SYSTEM_PLACES.test(image.path),
  ),
  onStart(
    {
      id: 'system-parent-odd',
      title: 'System program started by a shell, a script host or an office program',
      severity: 3,
      probability: 0.65,
      techniques: ['T1055.012', 'T1036.005'],
    },
    ({ image, parent }) =>
      /^(?:svchost|lsass|services|spoolsv|smss|csrss)\.exe$/.test(image.name) &&
      /^(?:shell|script|lolbin|office)$/.test(parent.bucket),
  ),
];
