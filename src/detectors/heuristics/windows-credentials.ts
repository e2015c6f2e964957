import { type Found, type Heuristic, onEvent, onLine, pick, type Sighting } from './heuristic.ts';

const VM_READ = 0x10;
/** Programs that read LSASS in the course of their duty. */
const LSASS_READERS =
  /\\(?:csrss|wininit|lsass|lsm|services|svchost|smss|wmiprvse|taskhostw|msmpeng|mssense|sense[a-z]{2,12}|vmtoolsd|werfault|werfaultsecure|mrt)\.exe$/;
const DUMP_TRACE = /dbghelp|dbgcore|comsvcs|unknown\(/;

function targetOf({ fields }: Sighting): string {
  return pick(fields, 'TargetImage', 'ObjectName').toLowerCase();
}

function maskOf({ fields }: Sighting): number {
  const mask = Number(pick(fields, 'GrantedAccess', 'AccessMask'));
  return Number.isInteger(mask) ? mask : 0;
}

function readsLsass(sighting: Sighting): boolean {
  const { action } = sighting.event;
  if (action !== 'access' && action !== 'open') return false;
  return targetOf(sighting).endsWith('lsass.exe') && (maskOf(sighting) & VM_READ) !== 0;
}

function traceOf({ fields }: Sighting): string {
  return pick(fields, 'CallTrace').toLowerCase();
}

function accessFacts(sighting: Sighting): Found {
  const { fields, event } = sighting;
  return {
    process: event.process || pick(fields, 'SourceImage', 'ProcessName'),
    target: targetOf(sighting),
    grantedAccess: `0x${maskOf(sighting).toString(16)}`,
    callTrace: traceOf(sighting),
    user: event.user,
  };
}

export const WINDOWS_CREDENTIALS: readonly Heuristic[] = [
  onEvent(
    ['process', 'file'],
    {
      id: 'lsass-memory-read',
      title: 'Unusual program opened LSASS with the right to read its memory',
      severity: 3,
      probability: 0.6,
      techniques: ['T1003.001'],
    },
    (sighting) =>
      readsLsass(sighting) && !LSASS_READERS.test(accessFacts(sighting).process?.toLowerCase() ?? '')
        ? accessFacts(sighting)
        : null,
  ),
  onEvent(
    ['process'],
    {
      id: 'lsass-dump-trace',
      title: 'LSASS memory read through dump libraries or code without a module',
      severity: 4,
      probability: 0.9,
      techniques: ['T1003.001'],
    },
    (sighting) => (readsLsass(sighting) && DUMP_TRACE.test(traceOf(sighting)) ? accessFacts(sighting) : null),
  ),
  onLine(
    {
      id: 'lsass-comsvcs-dump',
      title: 'Memory dump through comsvcs.dll',
      severity: 4,
      probability: 0.95,
      techniques: ['T1003.001', 'T1218.011'],
    },
    (line) => line.includes('comsvcs') && /minidump|#\+?0*24\b/.test(line),
  ),
  onLine(
    {
      id: 'lsass-dump-tool',
      title: 'Tool called to dump the memory of LSASS',
      severity: 4,
      probability: 0.9,
      techniques: ['T1003.001'],
    },
    (line) =>
      (line.includes('lsass') &&
        /procdump|\s-ma\s|sqldumper|createdump|minidump|processdump|out-minidump/.test(line)) ||
      /nanodump|pypykatz|lsassy|rdrleakdiag.{0,80}fullmemdmp|dumpert\b/.test(line),
  ),
  onEvent(
    ['file'],
    {
      id: 'lsass-dump-file',
      title: 'File written that is named like a dump of LSASS',
      severity: 4,
      probability: 0.8,
      techniques: ['T1003.001'],
    },
    ({ event }) =>
      /lsass[^\\/]{0,40}\.(?:dmp|zip|rar|7z|out|bin)$/i.test(event.file)
        ? { file: event.file, process: event.process, user: event.user }
        : null,
  ),
  onLine(
    {
      id: 'registry-hive-save',
      title: 'Registry hive with credentials saved to a file',
      severity: 4,
      probability: 0.9,
      techniques: ['T1003.002', 'T1003.004'],
    },
    (line) =>
      line.includes('reg') &&
      /\b(?:save|export)\b.{0,20}(?:hklm|hkey_local_machine)\\(?:sam|security|system)(?![\\\w])/.test(line),
  ),
  onLine(
    {
      id: 'ntds-extract',
      title: 'Copy of the directory database taken',
      severity: 5,
      probability: 0.92,
      techniques: ['T1003.003'],
    },
    (line) =>
      (line.includes('ntdsutil') && /\bifm\b|ac(?:tivate)? +i(?:nstance)? +ntds/.test(line)) ||
      (line.includes('ntds.dit') && /copy|esentutl|\bmv\b|move|volumeshadow|secretsdump/.test(line)),
  ),
  onLine(
    {
      id: 'shadow-copy-made',
      title: 'Volume shadow copy made from a command line',
      severity: 3,
      probability: 0.6,
      techniques: ['T1003.003', 'T1003.002'],
    },
    (line) =>
      (line.includes('vssadmin') && line.includes('create shadow')) ||
      (line.includes('shadowcopy') && /call +create|\.create\(/.test(line)) ||
      (line.includes('diskshadow') && / [-/]s /.test(line)),
  ),
  onLine(
    {
      id: 'shadow-copy-read',
      title: 'Protected file read out of a shadow copy',
      severity: 4,
      probability: 0.9,
      techniques: ['T1003.002', 'T1003.003'],
    },
    (line) => line.includes('harddiskvolumeshadowcopy') && /ntds|\\sam\b|\\security\b|\\system\b/.test(line),
  ),
  onEvent(
    ['file'],
    {
      id: 'credential-store-copied',
      title: 'Credential database written outside its own directory',
      severity: 4,
      probability: 0.8,
      techniques: ['T1003.003', 'T1003.002'],
    },
    ({ event }) =>
      event.action.startsWith('create') &&
      /[\\/](?:ntds\.dit|sam\.(?:hive|save|hiv)|security\.(?:hive|save|hiv))$/i.test(event.file)
        ? { file: event.file, process: event.process, user: event.user }
        : null,
  ),
  onLine(
    {
      id: 'credential-tool',
      title: 'Credential theft tool named in a command or script',
      severity: 4,
      probability: 0.92,
      techniques: ['T1003', 'T1558'],
    },
    (line) =>
      /mimikatz|sekurlsa|kerberos::|lsadump::|safetykatz|sharpkatz|lazagne|secretsdump|sharpdpapi|gsecdump|\brubeus\b|kerbrute|crackmapexec|\bwce\.exe|fgdump|pwdump/.test(
        line,
      ),
  ),
  onLine(
    {
      id: 'password-search-windows',
      title: 'Search for passwords in files, group policy or the registry',
      severity: 3,
      probability: 0.6,
      techniques: ['T1552.001', 'T1552.002', 'T1552.006'],
    },
    (line) =>
      (line.includes('findstr') && /pass(?:word|wd)?|cpassword|credential/.test(line)) ||
      (line.includes('reg') && line.includes('query') && /\/f +"?pass/.test(line)) ||
      /get-gpppassword|get-gppautologon|select-string.{0,120}password/.test(line),
  ),
  onLine(
    {
      id: 'stored-credentials-listed',
      title: 'Stored credentials listed',
      severity: 2,
      probability: 0.45,
      techniques: ['T1555.004'],
    },
    (line) =>
      /cmdkey(?:\.exe)?"? +\/list|vaultcmd(?:\.exe)?"? +\/list|keymgr\.dll.{0,20}krshowkeymgr|get-vaultcredential/.test(
        line,
      ),
  ),
  onEvent(
    ['file'],
    {
      id: 'browser-credentials-touched',
      title: 'Password store of a browser touched by another program',
      severity: 3,
      probability: 0.6,
      techniques: ['T1555.003'],
    },
    ({ event, image }) =>
      /[\\/](?:login data|logins\.json|key4\.db|cookies\.sqlite)$/i.test(event.file) &&
      image.bucket !== 'browser' &&
      image.bucket !== 'none' &&
      image.bucket !== 'system' &&
      !image.path.includes('defender')
        ? { file: event.file, process: event.process, user: event.user }
        : null,
  ),
  onLine(
    {
      id: 'input-capture',
      title: 'Keystrokes, screen or credential prompts captured by a script',
      severity: 3,
      probability: 0.7,
      techniques: ['T1056.001', 'T1056.002', 'T1113'],
    },
    (line) =>
      /get-keystrokes|getasynckeystate|setwindowshookex|get-timedscreenshot|copyfromscreen|promptforcredential|invoke-loginprompt|get-clipboardcontents/.test(
        line,
      ),
  ),
];
