import { type Case, event, file, ran, script } from './case.fixture.ts';

const PS = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const EDGE = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
const S32 = 'C:\\Windows\\System32\\';
const TEMP = 'C:\\Users\\alice\\AppData\\Local\\Temp\\';
const access = (source: string, target: string, mask: string, trace = `${S32}ntdll.dll+1`) =>
  event(
    'process',
    'access',
    { process: source, file: target },
    { SourceImage: source, TargetImage: target, GrantedAccess: mask, CallTrace: trace },
  );
const ticket = (service: string, encryption: string) =>
  event('auth', 'ticket', {}, { ServiceName: service, TicketEncryptionType: encryption, Status: '0x0' });
const granting = (preAuth: string) =>
  event(
    'auth',
    'ticket_granting',
    {},
    { PreAuthType: preAuth, TicketEncryptionType: '0x17', Status: '0x0', TargetUserName: 'bob' },
  );
const replication = (subject: string) =>
  event(
    'account',
    'directory_access',
    {},
    { SubjectUserName: subject, Properties: '%%7688 {1131f6aa-9c07-11d1-f79f-00c04fc2dcd2}' },
  );

/** Credentials, directory, evasion. */
export const WINDOWS_DEFENCE_CASES: readonly Case[] = [
  [
    'lsass-memory-read',
    access(`${TEMP}a.exe`, `${S32}lsass.exe`, '0x1010'),
    access(`${TEMP}a.exe`, `${S32}lsass.exe`, '0x1000'),
  ],
  [
    'lsass-dump-trace',
    access(`${S32}rundll32.exe`, `${S32}lsass.exe`, '0x1fffff', `${S32}dbgcore.DLL+6ce2`),
    access(`${S32}rundll32.exe`, `${S32}lsass.exe`, '0x1fffff'),
  ],
  [
    'lsass-comsvcs-dump',
    ran('rundll32.exe C:\\windows\\System32\\comsvcs.dll, MiniDump 624 C:\\t.dmp full'),
    ran('regsvr32 comsvcs.dll'),
  ],
  [
    'lsass-dump-tool',
    ran('procdump64.exe -accepteula -ma lsass.exe out.dmp'),
    ran('procdump64.exe -ma app.exe out.dmp'),
  ],
  ['lsass-dump-file', file('create', `${TEMP}lsass.DMP`), file('create', `${TEMP}app.dmp`)],
  ['registry-hive-save', ran('reg save HKLM\\SAM C:\\sam.hive'), ran('reg save HKLM\\Software\\App C:\\app.hive')],
  ['ntds-extract', ran('ntdsutil "ac i ntds" "ifm" "create full c:\\t" q q'), ran('ntdsutil help')],
  ['shadow-copy-made', ran('vssadmin create shadow /for=C:'), ran('vssadmin list shadows')],
  [
    'shadow-copy-read',
    ran('cmd /c copy \\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\Windows\\NTDS\\ntds.dit C:\\x'),
    ran('cmd /c copy \\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\docs\\a.txt C:\\x'),
  ],
  ['credential-store-copied', file('create', 'C:\\Temp\\ntds.dit'), file('delete', 'C:\\Temp\\ntds.dit')],
  ['credential-tool', ran('m.exe "privilege::debug" "sekurlsa::logonpasswords"'), ran('m.exe "privilege list"')],
  ['kerberoast-command', script('Invoke-Kerberoast -OutputFormat Hashcat'), ran('setspn -L host')],
  ['kerberoast-ticket', ticket('sqlsvc', '0x17'), ticket('WS1$', '0x17')],
  ['asrep-roast-ticket', granting('0'), granting('2')],
  ['dcsync', replication('mallory'), replication('DC1$')],
  ['password-search-windows', ran('findstr /si password *.xml'), ran('findstr /si error *.log')],
  ['stored-credentials-listed', ran('cmdkey /list'), ran('cmdkey /delete:x')],
  [
    'browser-credentials-touched',
    file('read', 'C:\\Users\\a\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data', `${TEMP}a.exe`),
    file(
      'read',
      'C:\\Users\\a\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data',
      'C:\\Program Files\\Google\\chrome.exe',
    ),
  ],
  ['input-capture', script('Get-Keystrokes -LogPath c:\\k.txt'), script('Get-Key -Path c:\\k.txt')],
  [
    'account-created',
    event('account', 'create', {}, { TargetUserName: 'helpdesk2' }),
    event('account', 'create', {}, { TargetUserName: 'WS9$' }),
  ],
  [
    'privileged-group-add',
    event('account', 'group_add', {}, { TargetUserName: 'Domain Admins' }),
    event('account', 'group_add', {}, { TargetUserName: 'Printer Users' }),
  ],
  [
    'directory-backdoor',
    event('account', 'directory_change', {}, { AttributeLDAPDisplayName: 'msDS-KeyCredentialLink' }),
    event('account', 'directory_change', {}, { AttributeLDAPDisplayName: 'description' }),
  ],
  ['account-by-command', ran('net user mallory P4ss /add'), ran('net user mallory')],
  ['log-cleared', event('log', 'clear', { code: 'security:1102' }), event('log', 'stop', { code: 'security:1100' })],
  ['log-clear-command', ran('wevtutil cl Security'), ran('wevtutil qe Security')],
  ['defender-off-command', script('Set-MpPreference -DisableRealtimeMonitoring $true'), script('Get-MpPreference')],
  [
    'defender-disabled',
    event('service', 'protection_change', { code: 'windefend:5001' }),
    event('service', 'protection_change', { code: 'windefend:5007' }),
  ],
  ['firewall-off', ran('netsh advfirewall set allprofiles state off'), ran('netsh advfirewall show allprofiles')],
  ['audit-off', ran('auditpol /clear /y'), ran('auditpol /get /category:*')],
  [
    'audit-policy-removed',
    event('log', 'audit_policy_change', {}, { AuditPolicyChanges: '%%8448', SubjectUserName: 'bob' }),
    event('log', 'audit_policy_change', {}, { AuditPolicyChanges: '%%8451', SubjectUserName: 'bob' }),
  ],
  ['recovery-removed', ran('vssadmin delete shadows /all /quiet'), ran('vssadmin list shadows')],
  ['timestomp', file('time_change', 'C:\\a.exe', PS), file('time_change', 'C:\\a.exe', EDGE)],
  ['file-hidden', ran('attrib +h +s C:\\a.exe'), ran('attrib -r C:\\a.exe')],
  ['self-delete', ran('cmd.exe /c ping 127.0.0.1 -n 3 & del C:\\a.exe'), ran('cmd.exe /c ping 10.0.0.1 -n 3')],
  [
    'uac-bypass-command',
    ran('reg add HKCU\\Software\\Classes\\ms-settings\\shell\\open\\command /d cmd'),
    ran('reg query HKCU\\Software\\Classes'),
  ],
];
