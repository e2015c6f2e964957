import { type Given, type Heuristic, onEvent, pick, type Sighting } from './heuristic.ts';
import { isPayload, RANDOM_SERVICE } from './payload.ts';

const valueIn = ({ fields }: Sighting): string =>
  pick(fields, 'Details', 'properties.registry_value', 'NewValue').toLowerCase();

/** Which keys a heuristic is about: the part is looked for first, it is much the cheaper. */
interface Keys {
  readonly part: string;
  readonly key: RegExp;
}

/** A heuristic over a value that was written. */
function registry({ part, key, ...given }: Given & Keys, test: (value: string) => boolean): Heuristic {
  return onEvent(['registry'], given, (sighting) => {
    const { event, line } = sighting;
    if (!line.includes(part) || event.action === 'delete' || event.action === 'read' || !key.test(line)) return null;
    const value = valueIn(sighting);
    return test(value) ? { key: line, value, process: event.process, user: event.user } : null;
  });
}

const RUN_KEY = {
  part: '\\currentversion\\',
  key: /\\currentversion\\(?:policies\\explorer\\)?run(?:once|onceex|services)?\\[^\\]{1,160}$/,
};
const isZero = (value: string): boolean => /0x0+\)?$|^0$/.test(value);
const isOne = (value: string): boolean => value.includes('1');
const isAny = (): boolean => true;
const isText = (value: string): boolean => value !== '' && value !== '(empty)';

export const WINDOWS_REGISTRY: readonly Heuristic[] = [
  registry(
    {
      id: 'run-key-payload',
      title: 'Run key starts a script, a shell or a file users may write',
      severity: 3,
      probability: 0.65,
      techniques: ['T1547.001'],
      ...RUN_KEY,
    },
    isPayload,
  ),
  registry(
    {
      id: 'run-key-set',
      title: 'Program set to start with the session',
      severity: 1,
      probability: 0.2,
      techniques: ['T1547.001'],
      ...RUN_KEY,
    },
    (value) => isText(value) && !isPayload(value),
  ),
  registry(
    {
      id: 'debugger-hijack',
      title: 'Debugger set for another program',
      severity: 4,
      probability: 0.85,
      techniques: ['T1546.012', 'T1546.008'],
      part: '\\windows nt\\currentversion\\',
      key: /\\(?:image file execution options\\[^\\]{1,120}\\(?:debugger|globalflag)|silentprocessexit\\[^\\]{1,120}\\monitorprocess)$/,
    },
    isAny,
  ),
  registry(
    {
      id: 'winlogon-hijack',
      title: 'Program started at logon replaced',
      severity: 4,
      probability: 0.8,
      techniques: ['T1547.004'],
      part: '\\winlogon\\',
      key: /\\winlogon\\(?:shell|userinit|notify|taskman)$/,
    },
    (value) => isText(value) && !/^(?:explorer\.exe|c:\\windows\\system32\\userinit\.exe,?)$/.test(value),
  ),
  registry(
    {
      id: 'appinit-library',
      title: 'Library set to load into every program',
      severity: 4,
      probability: 0.75,
      techniques: ['T1546.010'],
      part: '\\app',
      key: /\\(?:appinit_dlls|appcertdlls\\[^\\]{1,80})$/,
    },
    isText,
  ),
  registry(
    {
      id: 'uac-bypass-key',
      title: 'Registry key set that elevates without asking',
      severity: 4,
      probability: 0.88,
      techniques: ['T1548.002'],
      part: '\\shell\\',
      key: /\\(?:ms-settings|mscfile|exefile|folder|appx[0-9a-z]{10,40})\\shell\\(?:open|runas)\\command/,
    },
    isAny,
  ),
  registry(
    {
      id: 'environment-hijack',
      title: 'Directory of the system replaced for one user',
      severity: 4,
      probability: 0.8,
      techniques: ['T1548.002'],
      part: '\\environment\\',
      key: /\\environment\\(?:windir|systemroot)$/,
    },
    isText,
  ),
  registry(
    {
      id: 'com-hijack',
      title: 'COM class redirected for one user',
      severity: 3,
      probability: 0.55,
      techniques: ['T1546.015'],
      part: '\\clsid\\',
      key: /^(?:hku|hkcu|\\registry\\user)\\.{0,120}\\clsid\\\{[0-9a-f-]{36}\}\\(?:inprocserver32|localserver32|treatas)\\/,
    },
    isPayload,
  ),
  registry(
    {
      id: 'service-path-set',
      title: 'Service redirected in the registry to a shell or a file users may write',
      severity: 3,
      probability: 0.7,
      techniques: ['T1543.003', 'T1574.011'],
      part: '\\services\\',
      key: /\\services\\[^\\]{1,120}\\(?:imagepath|parameters\\servicedll)$/,
    },
    (value) => isPayload(value) || RANDOM_SERVICE.test(value),
  ),
  registry(
    {
      id: 'defender-off-registry',
      title: 'Malware protection switched off in the registry',
      severity: 4,
      probability: 0.8,
      techniques: ['T1562.001', 'T1112'],
      part: '\\windows defender\\',
      key: /\\disable(?:antispyware|realtimemonitoring|behaviormonitoring|ioavprotection)$/,
    },
    isOne,
  ),
  registry(
    {
      id: 'script-logging-off',
      title: 'Logging or scanning of scripts switched off in the registry',
      severity: 4,
      probability: 0.8,
      techniques: ['T1562.002', 'T1112'],
      part: 'enable',
      key: /\\(?:enablescriptblocklogging|enablemodulelogging|enabletranscripting|amsienable)$/,
    },
    isZero,
  ),
  registry(
    {
      id: 'wdigest-on',
      title: 'Passwords made to be kept in memory',
      severity: 4,
      probability: 0.88,
      techniques: ['T1112', 'T1003.001'],
      part: 'wdigest',
      key: /\\wdigest\\uselogoncredential$/,
    },
    isOne,
  ),
  registry(
    {
      id: 'security-package-set',
      title: 'Library set that sees passwords',
      severity: 4,
      probability: 0.75,
      techniques: ['T1547.005'],
      part: '\\control\\lsa\\',
      key: /\\control\\lsa\\(?:osconfig\\)?(?:security packages|notification packages)$/,
    },
    isText,
  ),
];
