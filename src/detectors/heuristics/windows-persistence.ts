import { type Heuristic, onEvent, onLine, pick, type Sighting } from './heuristic.ts';
import { isPayload, RANDOM_SERVICE } from './payload.ts';

function servicePath({ fields, event }: Sighting): string {
  return (
    pick(fields, 'ServiceFileName', 'ImagePath', 'properties.image_path') ||
    event.process ||
    event.commandLine
  ).toLowerCase();
}

export const WINDOWS_PERSISTENCE: readonly Heuristic[] = [
  onLine(
    {
      id: 'task-created-by-command',
      title: 'Scheduled task made from a command line',
      severity: 2,
      probability: 0.4,
      techniques: ['T1053.005'],
    },
    (line) =>
      (line.includes('schtasks') && /[/-](?:create|change)\b/.test(line) && !isPayload(taskAction(line))) ||
      /register-scheduledtask|new-scheduledtaskaction/.test(line),
  ),
  onLine(
    {
      id: 'task-with-payload',
      title: 'Scheduled task made that runs a shell, a script host or a file users may write',
      severity: 3,
      probability: 0.7,
      techniques: ['T1053.005'],
    },
    (line) => line.includes('schtasks') && /[/-](?:create|change)\b/.test(line) && isPayload(taskAction(line)),
  ),
  onEvent(
    ['task'],
    {
      id: 'task-registered-with-payload',
      title: 'Scheduled task registered that runs a shell, a script host or a file users may write',
      severity: 3,
      probability: 0.7,
      techniques: ['T1053.005'],
    },
    ({ event, fields }) => {
      const content = pick(fields, 'TaskContent', 'TaskContentNew').toLowerCase().replaceAll('&lt;', '<');
      // the rest of the text holds web addresses of its own: those of its schema
      const action =
        /<exec[>\s][\s\S]{0,1500}/.exec(content)?.[0] ?? (content === '' ? event.commandLine.toLowerCase() : '');
      const isNew = event.action === 'create' || event.action === 'update';
      return isNew && isPayload(action) ? { task: pick(fields, 'TaskName'), action, user: event.user } : null;
    },
  ),
  onEvent(
    ['service'],
    {
      id: 'service-with-payload',
      title: 'Service installed that runs a shell, a remote tool or a file users may write',
      severity: 4,
      probability: 0.85,
      techniques: ['T1543.003', 'T1569.002'],
    },
    (sighting) => {
      const { event, fields } = sighting;
      const path = servicePath(sighting);
      const isInstall = event.action === 'install' || event.action === 'create';
      const isOdd = isPayload(path) || RANDOM_SERVICE.test(path) || path.includes('\\windows\\temp\\');
      return isInstall && isOdd
        ? { service: pick(fields, 'ServiceName', 'properties.service_name'), path, user: event.user }
        : null;
    },
  ),
  onEvent(
    ['service'],
    {
      id: 'remote-execution-service',
      title: 'Service of a remote execution tool installed',
      severity: 3,
      probability: 0.75,
      techniques: ['T1569.002', 'T1021.002'],
    },
    (sighting) => {
      const { event, fields } = sighting;
      const name = `${pick(fields, 'ServiceName', 'properties.service_name')} ${servicePath(sighting)}`.toLowerCase();
      const isInstall = event.action === 'install' || event.action === 'create';
      return isInstall && /psexesvc|paexec|remcom|csexec|winexesvc|btobto|smbexec|wmiexec/.test(name)
        ? { service: name, user: event.user }
        : null;
    },
  ),
  onLine(
    {
      id: 'service-created-by-command',
      title: 'Service made or redirected from a command line',
      severity: 2,
      probability: 0.45,
      techniques: ['T1543.003'],
    },
    (line, { verb }) =>
      (verb === 'sc' && /\b(?:create|config)\b.{0,120}binpath/.test(line)) ||
      /new-service .{0,200}-binarypathname/.test(line),
  ),
  onLine(
    {
      id: 'run-key-by-command',
      title: 'Run key written from a command line',
      severity: 3,
      probability: 0.65,
      techniques: ['T1547.001', 'T1112'],
    },
    (line) =>
      /\\currentversion\\(?:policies\\explorer\\)?run/.test(line) &&
      /\breg(?:\.exe)?"? +add|set-itemproperty|new-itemproperty/.test(line),
  ),
  onEvent(
    ['wmi'],
    {
      id: 'wmi-subscription',
      title: 'Permanent WMI subscription made',
      severity: 3,
      probability: 0.7,
      techniques: ['T1546.003'],
    },
    ({ event, fields }) => {
      if (!/^(?:filter|consumer|bind|subscribe)$/.test(event.action)) return null;
      const consumer = pick(fields, 'Destination', 'Consumer', 'Query', 'PossibleCause');
      const isSystem = /scm event log|bvtfilter|ntevent/i.test(`${pick(fields, 'Name')} ${consumer}`);
      return isSystem ? null : { name: pick(fields, 'Name'), consumer, user: event.user };
    },
  ),
  onLine(
    {
      id: 'wmi-subscription-command',
      title: 'WMI subscription made by a script',
      severity: 4,
      probability: 0.8,
      techniques: ['T1546.003'],
    },
    (line) => /commandlineeventconsumer|activescripteventconsumer|__filtertoconsumerbinding/.test(line),
  ),
  onLine(
    {
      id: 'netsh-helper',
      title: 'Helper library added to netsh',
      severity: 3,
      probability: 0.75,
      techniques: ['T1546.007'],
    },
    (line) => line.includes('netsh') && /add +helper/.test(line),
  ),
  onEvent(
    ['file'],
    {
      id: 'startup-folder-write',
      title: 'File put into the startup folder',
      severity: 3,
      probability: 0.55,
      techniques: ['T1547.001'],
    },
    ({ event }) =>
      event.action.startsWith('create') &&
      /\\start menu\\programs\\startup\\[^\\]{1,120}$/i.test(event.file) &&
      !/desktop\.ini$|\.tmp$/i.test(event.file)
        ? { file: event.file, process: event.process, user: event.user }
        : null,
  ),
  onEvent(
    ['process'],
    {
      id: 'logon-screen-shell',
      title: 'Shell started from the logon screen',
      severity: 4,
      probability: 0.9,
      techniques: ['T1546.008'],
    },
    ({ event, image, parent }) =>
      image.bucket === 'shell' &&
      /^(?:utilman|sethc|osk|magnify|narrator|displayswitch|atbroker)\.exe$/.test(parent.name)
        ? { process: event.process, parent: event.parent, commandLine: event.commandLine }
        : null,
  ),
  onEvent(
    ['module'],
    {
      id: 'unsigned-library-user-directory',
      title: 'Unsigned library loaded from a place where users may write by a program of the system',
      severity: 2,
      probability: 0.4,
      techniques: ['T1574.001'],
    },
    ({ event, fields, image }) =>
      pick(fields, 'Signed') === 'false' &&
      !image.isUserWritable &&
      /\\(?:temp|downloads|public|appdata\\(?:local|roaming)|programdata)\\[^\\]{1,80}\.dll$/i.test(event.file)
        ? { file: event.file, process: event.process, signed: 'false' }
        : null,
  ),
  onEvent(
    ['driver'],
    {
      id: 'odd-driver',
      title: 'Driver loaded that is unsigned or lies where users may write',
      severity: 4,
      probability: 0.7,
      techniques: ['T1068', 'T1543.003'],
    },
    ({ event, fields }) =>
      pick(fields, 'Signed') === 'false' || /\\(?:temp|users|programdata|public)\\/i.test(event.file)
        ? { file: event.file, signed: pick(fields, 'Signed'), host: event.host }
        : null,
  ),
];

/** What the task runs, without the program that makes it. */
function taskAction(line: string): string {
  const at = line.search(/[/-]tr\b/);
  return at < 0 ? '' : line.slice(at);
}
