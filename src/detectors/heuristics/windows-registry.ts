import { type Heuristic, onEvent, pick, type Sighting } from './heuristic.ts';
import { isPayload, RANDOM_SERVICE } from './payload.ts';

function keyOf({ fields, event }: Sighting): string {
  return (pick(fields, 'TargetObject', 'ObjectName') || event.file).toLowerCase();
}

function valueIn({ fields }: Sighting): string {
  return pick(fields, 'Details', 'NewValue').toLowerCase();
}

const isWrite = ({ event }: Sighting): boolean => event.action !== 'delete' && event.action !== 'read';

function registry(given: Parameters<typeof onEvent>[1], test: (key: string, value: string) => boolean): Heuristic {
  return onEvent(['registry'], given, (sighting) => {
    const key = keyOf(sighting);
    return isWrite(sighting) && test(key, valueIn(sighting))
      ? { key, value: valueIn(sighting), process: sighting.event.process, user: sighting.event.user }
      : null;
  });
}

export const WINDOWS_REGISTRY: readonly Heuristic[] = [
  registry(
    {
      id: 'run-key-payload',
      title: 'Run key starts a script, a shell or a file users may write',
      severity: 3,
      probability: 0.65,
      techniques: ['T1547.001'],
    },
    (key, value) => RUN_KEY.test(key) && isPayload(value),
  ),
  registry(
    {
      id: 'run-key-set',
      title: 'Program set to start with the session',
      severity: 1,
      probability: 0.2,
      techniques: ['T1547.001'],
    },
    (key, value) => RUN_KEY.test(key) && value !== '' && !isPayload(value),
  ),
  registry(
    {
      id: 'debugger-hijack',
      title: 'Debugger set for another program',
      severity: 4,
      probability: 0.85,
      techniques: ['T1546.012', 'T1546.008'],
    },
    (key) =>
      /image file execution options\\[^\\]{1,120}\\(?:debugger|globalflag)$|silentprocessexit\\[^\\]{1,120}\\monitorprocess$/.test(
        key,
      ),
  ),
  registry(
    {
      id: 'winlogon-hijack',
      title: 'Program started at logon replaced',
      severity: 4,
      probability: 0.8,
      techniques: ['T1547.004'],
    },
    (key, value) =>
      /\\winlogon\\(?:shell|userinit|notify|taskman)$/.test(key) &&
      value !== '' &&
      !/^(?:explorer\.exe|c:\\windows\\system32\\userinit\.exe,?)$/.test(value),
  ),
  registry(
    {
      id: 'appinit-library',
      title: 'Library set to load into every program',
      severity: 4,
      probability: 0.75,
      techniques: ['T1546.010'],
    },
    (key, value) => /\\(?:appinit_dlls|appcertdlls\\[^\\]{1,80})$/.test(key) && value !== '' && value !== '(empty)',
  ),
  registry(
    {
      id: 'uac-bypass-key',
      title: 'Registry key set that elevates without asking',
      severity: 4,
      probability: 0.88,
      techniques: ['T1548.002'],
    },
    (key, value) =>
      /\\(?:ms-settings|mscfile|exefile|folder|appx[0-9a-z]{10,40})\\shell\\(?:open|runas)\\command/.test(key) ||
      (/\\environment\\(?:windir|systemroot)$/.test(key) && value !== '') ||
      /\\app paths\\(?:control|sdclt)\.exe/.test(key),
  ),
  registry(
    {
      id: 'com-hijack',
      title: 'COM class redirected for one user',
      severity: 3,
      probability: 0.55,
      techniques: ['T1546.015'],
    },
    (key, value) =>
      /(?:^hku\\|^hkcu\\|\\user\\).{0,120}\\clsid\\\{[0-9a-f-]{36}\}\\(?:inprocserver32|localserver32|treatas)\\/.test(
        key,
      ) && isPayload(value),
  ),
  registry(
    {
      id: 'service-path-set',
      title: 'Service redirected in the registry to a shell or a file users may write',
      severity: 3,
      probability: 0.7,
      techniques: ['T1543.003', 'T1574.011'],
    },
    (key, value) =>
      /\\services\\[^\\]{1,120}\\(?:imagepath|parameters\\servicedll)$/.test(key) &&
      (isPayload(value) || RANDOM_SERVICE.test(value)),
  ),
  onEvent(
    ['registry'],
    {
      id: 'defender-off-registry',
      title: 'Malware protection or script logging switched off in the registry',
      severity: 4,
      probability: 0.8,
      techniques: ['T1562.001', 'T1112'],
    },
    (sighting) => {
      const key = keyOf(sighting);
      const value = pick(sighting.fields, 'Details', 'NewValue');
      const isOff =
        /windows defender\\.{0,60}(?:disableantispyware|disablerealtimemonitoring|disablebehaviormonitoring|disableioavprotection)$/.test(
          key,
        ) && /1/.test(value);
      const isSilent =
        /(?:enablescriptblocklogging|enablemodulelogging|enabletranscripting|\\amsienable)$/.test(key) &&
        /0x0+\)?$|^0$/.test(value);
      return isOff || isSilent ? { key, value, process: sighting.event.process } : null;
    },
  ),
  onEvent(
    ['registry'],
    {
      id: 'credential-protection-off',
      title: 'Registry changed so that credentials are kept or leaked',
      severity: 4,
      probability: 0.85,
      techniques: ['T1112', 'T1547.005'],
    },
    ({ event, fields }) => {
      const key = pick(fields, 'TargetObject', 'ObjectName') || event.file;
      const value = pick(fields, 'Details', 'NewValue');
      const isWdigest = /wdigest\\uselogoncredential$/i.test(key) && value.includes('1');
      const isPackage = /\\control\\lsa\\(?:osconfig\\)?(?:security packages|notification packages)$/i.test(key);
      return (isWdigest || isPackage) && event.action === 'set' ? { key, value, process: event.process } : null;
    },
  ),
];

const RUN_KEY = /\\currentversion\\(?:policies\\explorer\\)?run(?:once|onceex|services)?\\[^\\]{1,160}$/;
