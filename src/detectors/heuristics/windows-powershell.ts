import { type Heuristic, onEvent, onLine } from './heuristic.ts';

const OFFENSIVE =
  /invoke-(?:mimikatz|shellcode|reflectivepeinjection|dllinjection|psinject|tokenmanipulation|credentialinjection|ninjacopy|smbexec|wmiexec|psexec|inveigh|bypassuac|eventvwrbypass|powerdump|runas|dcom|sshcommand|vnc)|powersploit|powerup\.ps1|out-minidump|new-elevatedpersistenceoption|set-wmipersistence|get-passhashes|find-avsignature|add-persistence|nishang|powercat|empire\.|invoke-allchecks/;
const POWERVIEW =
  /get-net(?:domain|user|group|computer|session|loggedon|localgroup|share|forest|ou|gpo)|get-domain(?:user|computer|controller|group|trust|policy|ou|gpo|fileserver)|find-(?:localadminaccess|domainuserlocation|domainshare|interestingdomain)|invoke-(?:userhunter|sharefinder|aclscanner|portscan|bloodhound|mapdomaintrust)|get-objectacl|get-forestdomain/;
const CRADLE =
  /downloadstring|downloadfile|downloaddata|invoke-webrequest|\biwr\b|start-bitstransfer|invoke-restmethod|\birm\b|net\.webclient|winhttprequest|xmlhttp/;
const ENCODED = / [-/](?:e|ec|en|enc|enco|encod|encode|encoded|encodedcommand)[ :]+["']?[a-z0-9+/]{40}/;
const REFLECTION =
  /virtualalloc|getdelegateforfunctionpointer|reflection\.assembly\]::load|createthread|reflection\.emit|writeprocessmemory|\[dllimport/;

const isPowershell = (line: string, name: string): boolean =>
  name.startsWith('powershell') || name.startsWith('pwsh') || line.includes('powershell') || line.includes('pwsh');

/** Times that a short text occurs, counted up to a limit. */
function occurrences(line: string, part: string, limit: number): number {
  let count = 0;
  for (let at = line.indexOf(part); at >= 0 && count < limit; at = line.indexOf(part, at + part.length)) count++;
  return count;
}

export const WINDOWS_POWERSHELL: readonly Heuristic[] = [
  onLine(
    {
      id: 'powershell-encoded',
      title: 'PowerShell called with an encoded command',
      severity: 3,
      probability: 0.65,
      techniques: ['T1059.001', 'T1027.010'],
    },
    (line, { image }) => isPowershell(line, image.name) && ENCODED.test(line),
  ),
  onLine(
    {
      id: 'powershell-hidden',
      title: 'PowerShell called hidden, without profile or past the execution policy',
      severity: 3,
      probability: 0.55,
      techniques: ['T1059.001', 'T1564.003'],
    },
    (line, { image }) =>
      isPowershell(line, image.name) &&
      / -w[a-z]{0,12} +(?:hidden|1\b|h\b)/.test(line) &&
      / -no(?:p|ni)|bypass|unrestricted| -sta\b| -e[nc]|\biex\b|download|frombase64/.test(line),
  ),
  onLine(
    {
      id: 'powershell-download-cradle',
      title: 'PowerShell downloads and runs code in memory',
      severity: 4,
      probability: 0.8,
      techniques: ['T1059.001', 'T1105'],
    },
    (line) =>
      CRADLE.test(line) && /\biex\b|invoke-expression|\.invoke\(|\| *&|start-process|scriptblock\]::create/.test(line),
  ),
  onLine(
    {
      id: 'powershell-download',
      title: 'PowerShell downloads a program or script',
      severity: 2,
      probability: 0.45,
      techniques: ['T1105'],
    },
    (line) => CRADLE.test(line) && /https?:\/\/[^ '"]{1,200}\.(?:exe|dll|ps1|hta|vbs|js|bat|zip|bin)\b/.test(line),
  ),
  onLine(
    {
      id: 'amsi-bypass',
      title: 'Script scanning interface (AMSI) switched off in memory',
      severity: 4,
      probability: 0.92,
      techniques: ['T1562.001'],
    },
    (line) =>
      line.includes('amsi') &&
      /amsiutils|amsiinitfailed|amsicontext|amsiscanbuffer|amsi\.dll.{0,80}(?:getprocaddress|virtualprotect|patch)/.test(
        line,
      ),
  ),
  onLine(
    {
      id: 'offensive-powershell',
      title: 'Function of a known offensive PowerShell framework',
      severity: 4,
      probability: 0.9,
      techniques: ['T1059.001'],
    },
    (line) => OFFENSIVE.test(line),
  ),
  onLine(
    {
      id: 'powerview-discovery',
      title: 'Directory reconnaissance with PowerView functions',
      severity: 3,
      probability: 0.75,
      techniques: ['T1087.002', 'T1069.002', 'T1482'],
    },
    (line) => POWERVIEW.test(line),
  ),
  onLine(
    {
      id: 'bloodhound',
      title: 'Attack path collector for Active Directory run',
      severity: 4,
      probability: 0.88,
      techniques: ['T1087.002', 'T1069.002', 'T1482'],
    },
    (line) => /bloodhound|sharphound|azurehound|\badfind\b|adrecon|pingcastle|--collectionmethods?\b/.test(line),
  ),
  onLine(
    {
      id: 'powershell-reflection',
      title: 'Script builds native calls or loads an assembly from memory',
      severity: 3,
      probability: 0.7,
      techniques: ['T1620', 'T1106'],
    },
    (line, { className }) =>
      REFLECTION.test(line) &&
      (/frombase64string|gzipstream|deflatestream|kernel32|shellcode|\[byte\[\]\]/.test(line) ||
        className === 'process'),
  ),
  onLine(
    {
      id: 'command-obfuscated',
      title: 'Command obscured with escapes, joins or character codes',
      severity: 3,
      probability: 0.55,
      techniques: ['T1027.010'],
    },
    (line) =>
      (isPowershell(line, '') && occurrences(line, '`', 9) > 8) ||
      occurrences(line, '[char]', 6) > 5 ||
      (occurrences(line, '^', 11) > 10 && line.includes('cmd')) ||
      (line.includes('{0}') &&
        / -f *['"(]/.test(line) &&
        occurrences(line, "'+'", 4) + occurrences(line, '{', 7) > 6) ||
      (line.includes('[convert]::frombase64string') && /\biex\b|invoke-expression/.test(line)),
  ),
  onEvent(
    ['module'],
    {
      id: 'powershell-engine-elsewhere',
      title: 'PowerShell engine loaded by a program in a place where users may write',
      severity: 3,
      probability: 0.6,
      techniques: ['T1059.001', 'T1129'],
    },
    ({ event, image }) =>
      image.isUserWritable &&
      image.bucket === 'other' &&
      /system\.management\.automation(?:\.ni)?\.dll$/i.test(event.file)
        ? { process: event.process, file: event.file, user: event.user }
        : null,
  ),
  onEvent(
    ['module'],
    {
      id: 'dotnet-in-odd-host',
      title: '.NET runtime loaded by a program that has no use for it',
      severity: 3,
      probability: 0.6,
      techniques: ['T1620', 'T1055'],
    },
    ({ event, image }) =>
      /^(?:rundll32|regsvr32|notepad|mshta|wscript|cscript|winword|excel|werfault|dllhost|spoolsv|cmstp|control|calc)\.exe$/.test(
        image.name,
      ) && /\\(?:clr|clrjit|mscorlib\.ni|mscoreei)\.dll$/i.test(event.file)
        ? { process: event.process, file: event.file, user: event.user }
        : null,
  ),
];
