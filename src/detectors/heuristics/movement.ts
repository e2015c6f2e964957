import { scopeOf } from '../address.ts';
import { type Heuristic, onEvent, onLine, onStart, pick } from './heuristic.ts';

const SHELLISH = new Set(['shell', 'script', 'lolbin', 'admin']);

export const MOVEMENT: readonly Heuristic[] = [
  onLine(
    {
      id: 'remote-output-share',
      title: 'Command writes its output to an administrative share, as remote execution kits do',
      severity: 4,
      probability: 0.95,
      techniques: ['T1021.002', 'T1047'],
    },
    (line) => /> {0,4}\\\\(?:127\.0\.0\.1|localhost|[^\\]{1,60})\\(?:admin|c)\$\\/.test(line) && line.includes('2>&1'),
  ),
  onLine(
    {
      id: 'psexec-command',
      title: 'Remote execution tool called',
      severity: 3,
      probability: 0.65,
      techniques: ['T1569.002', 'T1021.002'],
    },
    (line, { verb }) =>
      /^(?:psexec|psexec64|paexec|winexe|smbexec\.py|wmiexec\.py|psexec\.py|atexec\.py|dcomexec\.py|evil-winrm)$/.test(
        verb,
      ) ||
      (line.includes('psexec') && line.includes('\\\\')),
  ),
  onStart(
    {
      id: 'psexec-service-start',
      title: 'Service of a remote execution tool started',
      severity: 3,
      probability: 0.7,
      techniques: ['T1569.002', 'T1021.002'],
    },
    ({ image, parent }) =>
      /^(?:psexesvc|paexec|remcomsvc|csexecsvc|winexesvc)[\w-]{0,20}\.exe$/.test(image.name) ||
      /^(?:psexesvc|remcomsvc|csexecsvc|winexesvc)\.exe$/.test(parent.name),
  ),
  onStart(
    {
      id: 'winrm-spawns-program',
      title: 'Program started by the remote management host',
      severity: 3,
      probability: 0.5,
      techniques: ['T1021.006'],
    },
    ({ image, parent }) => /^(?:wsmprovhost|winrshost)\.exe$/.test(parent.name) && SHELLISH.has(image.bucket),
  ),
  onStart(
    {
      id: 'dcom-spawns-shell',
      title: 'Shell started by a component called from afar',
      severity: 3,
      probability: 0.65,
      techniques: ['T1021.003'],
    },
    ({ image, parent }) => parent.name === 'mmc.exe' && (image.bucket === 'shell' || image.bucket === 'script'),
  ),
  onLine(
    { id: 'wmic-remote', title: 'wmic acts on another machine', severity: 3, probability: 0.55, techniques: ['T1047'] },
    (line) => line.includes('wmic') && /\/node:/.test(line),
  ),
  onLine(
    {
      id: 'powershell-remoting',
      title: 'PowerShell runs commands on another machine',
      severity: 2,
      probability: 0.4,
      techniques: ['T1021.006'],
    },
    (line) =>
      /(?:enter-pssession|invoke-command|new-pssession|new-cimsession).{0,200}-(?:computername|cn|session)\b|\bwinrs(?:\.exe)?"? +[-/]r/.test(
        line,
      ),
  ),
  onLine(
    {
      id: 'admin-share-mapped',
      title: 'Administrative share of another machine opened',
      severity: 3,
      probability: 0.5,
      techniques: ['T1021.002'],
    },
    (line) =>
      /\b(?:net1?(?:\.exe)?"? +use|new-smbmapping|new-psdrive|copy|xcopy|robocopy|move)\b.{0,200}\\\\[^\\ ]{1,80}\\(?:admin|c|d|ipc)\$/.test(
        line,
      ),
  ),
  onLine(
    {
      id: 'remote-task-or-service',
      title: 'Task or service made on another machine',
      severity: 3,
      probability: 0.65,
      techniques: ['T1053.005', 'T1569.002', 'T1021.002'],
    },
    (line, { verb }) =>
      (verb === 'schtasks' && /\/(?:create|run|change)\b/.test(line) && / \/s +/.test(line)) ||
      (verb === 'sc' && /^[^\\]{0,120} \\\\[^ ]{1,80} +(?:create|start|config)/.test(line.slice(line.indexOf('sc')))) ||
      (verb === 'at' && / \\\\[^ ]{1,80} +\d/.test(line)),
  ),
  onLine(
    {
      id: 'session-hijack',
      title: 'Session of another user taken over',
      severity: 4,
      probability: 0.8,
      techniques: ['T1563.002'],
    },
    (line) => /\btscon(?:\.exe)?"? .{0,40}\/dest:|mstsc(?:\.exe)?"? .{0,60}\/(?:shadow|restrictedadmin)/.test(line),
  ),
  onEvent(
    ['auth'],
    {
      id: 'new-credentials-logon',
      title: 'Session given other credentials for the network, as in passing the hash',
      severity: 3,
      probability: 0.6,
      techniques: ['T1550.002'],
    },
    ({ event, fields }) =>
      event.action === 'logon' &&
      pick(fields, 'LogonType', 'properties.logon_type') === '9' &&
      /seclogo/i.test(pick(fields, 'LogonProcessName'))
        ? { logonType: '9', user: event.user, outboundUser: pick(fields, 'TargetOutboundUserName') }
        : null,
  ),
  onEvent(
    ['auth'],
    {
      id: 'explicit-credentials',
      title: 'Other credentials used towards another machine',
      severity: 2,
      probability: 0.35,
      techniques: ['T1078'],
    },
    ({ event, fields }) => {
      const target = pick(fields, 'TargetServerName');
      const isOther = target !== '' && !/^(?:localhost|-)$/i.test(target);
      const isRoutine = /\\(?:services|lsass|svchost|taskhostw|consent|winlogon)\.exe$/i.test(
        event.process || pick(fields, 'ProcessName'),
      );
      const isPerson = !/\$$|(?:^|\\)(?:system|local service|network service)$/i.test(event.user);
      return event.action === 'explicit_logon' && isOther && !isRoutine && isPerson
        ? {
            targetServer: target,
            targetUser: pick(fields, 'TargetUserName'),
            process: event.process || pick(fields, 'ProcessName'),
            user: event.user,
          }
        : null;
    },
  ),
  onEvent(
    ['auth'],
    {
      id: 'external-interactive-logon',
      title: 'Interactive or remote desktop session from an external address',
      severity: 4,
      probability: 0.7,
      techniques: ['T1133', 'T1021.001'],
    },
    ({ event, fields }) =>
      event.outcome === 'success' &&
      pick(fields, 'LogonType', 'properties.logon_type') === '10' &&
      scopeOf(event.srcIp) === 'external'
        ? { user: event.user, srcIp: event.srcIp, logonType: '10' }
        : null,
  ),
  onEvent(
    ['auth'],
    {
      id: 'external-ssh-logon',
      title: 'SSH session accepted from an external address',
      severity: 2,
      probability: 0.3,
      techniques: ['T1133', 'T1021.004'],
    },
    ({ event }) =>
      event.outcome === 'success' &&
      event.product === 'linux' &&
      event.action === 'logon' &&
      scopeOf(event.srcIp) === 'external'
        ? { user: event.user, srcIp: event.srcIp }
        : null,
  ),
  onEvent(
    ['file'],
    {
      id: 'admin-share-access',
      title: 'Administrative share opened over the network by a person',
      severity: 2,
      probability: 0.4,
      techniques: ['T1021.002'],
    },
    ({ event, fields }) => {
      const share = pick(fields, 'ShareName');
      const isPerson = !(pick(fields, 'SubjectUserName') || event.user).endsWith('$');
      return event.action === 'share_access' && /\\(?:admin|[a-z])\$$/i.test(share) && isPerson
        ? { share, user: event.user, srcIp: event.srcIp }
        : null;
    },
  ),
  onEvent(
    ['file'],
    {
      id: 'program-over-share',
      title: 'Program or script written through an administrative share',
      severity: 3,
      probability: 0.65,
      techniques: ['T1570', 'T1021.002'],
    },
    ({ event, fields }) => {
      const name = pick(fields, 'RelativeTargetName');
      const isWritten =
        /%%4417|WriteData/i.test(pick(fields, 'AccessList')) || (Number(pick(fields, 'AccessMask')) & 0x2) !== 0;
      return event.action === 'share_check' &&
        /\$$/.test(pick(fields, 'ShareName')) &&
        /\.(?:exe|dll|bat|ps1|vbs|msi|sys)$/i.test(name) &&
        isWritten
        ? { file: name, share: pick(fields, 'ShareName'), user: event.user, srcIp: event.srcIp }
        : null;
    },
  ),
  onEvent(
    ['file'],
    {
      id: 'remote-admin-pipe',
      title: 'Service or task interface of a machine used over the network by a person',
      severity: 2,
      probability: 0.4,
      techniques: ['T1569.002', 'T1053.005', 'T1021.002'],
    },
    ({ event, fields }) => {
      const name = pick(fields, 'RelativeTargetName');
      const isPerson = !(pick(fields, 'SubjectUserName') || event.user).endsWith('$');
      return event.action === 'share_check' &&
        /^(?:svcctl|atsvc|winreg|psexesvc.{0,60}|remcom.{0,40})$/i.test(name) &&
        isPerson
        ? { pipe: name, user: event.user, srcIp: event.srcIp }
        : null;
    },
  ),
  onLine(
    {
      id: 'ssh-scripted',
      title: 'SSH login scripted with a password or without host keys',
      severity: 2,
      probability: 0.45,
      techniques: ['T1021.004'],
    },
    (line, { verb }) =>
      verb === 'sshpass' ||
      ((verb === 'ssh' || verb === 'scp') && /stricthostkeychecking=no|userknownhostsfile=\/dev\/null/.test(line)),
  ),
];
