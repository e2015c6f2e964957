import { type Case, event, file, ran, script, set } from './case.fixture.ts';

const PS = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const CMD = 'C:\\Windows\\System32\\cmd.exe';
const S32 = 'C:\\Windows\\System32\\';
const TEMP = 'C:\\Users\\alice\\AppData\\Local\\Temp\\';
const load = (process: string, library: string, signed = 'true') =>
  event('module', 'load', { process, file: library }, { ImageLoaded: library, Signed: signed });

const service = (path: string, name = 'svc') => event('service', 'install', {}, { ServiceName: name, ImagePath: path });
const task = (command: string) =>
  event(
    'task',
    'create',
    {},
    { TaskName: '\\t', TaskContent: `<Task><Actions><Exec><Command>${command}</Command></Exec></Actions></Task>` },
  );
const driver = (path: string, signed: string) => event('driver', 'load', { file: path }, { Signed: signed });
const RUN = 'HKU\\S-1\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\';
const CLSID = 'HKU\\S-1\\Software\\Classes\\CLSID\\{42aedc87-2188-41fd-b9a3-0c966feabec1}\\InprocServer32\\(Default)';

/** Persistence, also in the registry. */
export const WINDOWS_PERSISTENCE_CASES: readonly Case[] = [
  [
    'wdigest-on',
    set(
      'HKLM\\System\\CurrentControlSet\\Control\\SecurityProviders\\WDigest\\UseLogonCredential',
      'DWORD (0x00000001)',
    ),
    set('HKLM\\System\\CurrentControlSet\\Control\\SecurityProviders\\WDigest\\Debuglevel', 'DWORD (0x00000001)'),
  ],
  [
    'security-package-set',
    set('HKLM\\System\\CurrentControlSet\\Control\\Lsa\\Security Packages', 'evil'),
    set('HKLM\\System\\CurrentControlSet\\Control\\Lsa\\LimitBlankPasswordUse', '1'),
  ],
  [
    'script-logging-off',
    set(
      'HKLM\\Software\\Policies\\Microsoft\\Windows\\PowerShell\\ScriptBlockLogging\\EnableScriptBlockLogging',
      'DWORD (0x00000000)',
    ),
    set(
      'HKLM\\Software\\Policies\\Microsoft\\Windows\\PowerShell\\ScriptBlockLogging\\EnableScriptBlockLogging',
      'DWORD (0x00000001)',
    ),
  ],
  [
    'environment-hijack',
    set('HKU\\S-1\\Environment\\windir', 'cmd.exe /k'),
    set('HKU\\S-1\\Environment\\path', 'C:\\app'),
  ],
  [
    'defender-off-registry',
    set(
      'HKLM\\Software\\Policies\\Microsoft\\Windows Defender\\Real-Time Protection\\DisableRealtimeMonitoring',
      'DWORD (0x00000001)',
    ),
    set(
      'HKLM\\Software\\Policies\\Microsoft\\Windows Defender\\Real-Time Protection\\DisableRealtimeMonitoring',
      'DWORD (0x00000000)',
    ),
  ],
  [
    'task-created-by-command',
    ran('schtasks /create /tn t /tr "C:\\Program Files\\app\\a.exe" /sc daily'),
    ran('schtasks /query'),
  ],
  [
    'task-with-payload',
    ran('schtasks /create /tn t /tr "powershell -file a" /sc daily'),
    ran('schtasks /create /tn t /tr "C:\\Program Files\\app\\a.exe" /sc daily'),
  ],
  ['task-registered-with-payload', task('powershell.exe'), task('C:\\Program Files\\app\\a.exe')],
  ['service-with-payload', service('%COMSPEC% /c powershell -enc AAAA'), service('C:\\Program Files\\app\\a.exe')],
  [
    'remote-execution-service',
    service('%SystemRoot%\\PSEXESVC.exe', 'PSEXESVC'),
    service('C:\\Windows\\spoolsv.exe', 'Spooler'),
  ],
  ['service-created-by-command', ran('sc.exe create svc binPath= "C:\\a.exe"'), ran('sc.exe query svc')],
  ['run-key-payload', set(`${RUN}x`, `${PS} -w hidden`), set(`${RUN}x`, 'C:\\Program Files\\app\\a.exe')],
  [
    'run-key-set',
    set(`${RUN}x`, 'C:\\Program Files\\app\\a.exe'),
    set('HKLM\\Software\\App\\x', 'C:\\Program Files\\app\\a.exe'),
  ],
  [
    'run-key-by-command',
    ran('reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v x /d C:\\a.exe'),
    ran('reg query HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run'),
  ],
  [
    'debugger-hijack',
    set(
      'HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options\\sethc.exe\\Debugger',
      'cmd.exe',
    ),
    set(
      'HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options\\a.exe\\MitigationOptions',
      '1',
    ),
  ],
  [
    'winlogon-hijack',
    set('HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\Shell', 'explorer.exe, C:\\a.exe'),
    set('HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\Shell', 'explorer.exe'),
  ],
  [
    'appinit-library',
    set('HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows\\AppInit_DLLs', 'C:\\a.dll'),
    set('HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows\\AppInit_DLLs', ''),
  ],
  [
    'uac-bypass-key',
    set('HKU\\S-1_Classes\\ms-settings\\shell\\open\\command\\(Default)', 'cmd.exe'),
    set('HKU\\S-1_Classes\\txtfile\\shell\\open\\command\\(Default)', 'notepad.exe'),
  ],
  ['com-hijack', set(CLSID, `${TEMP}a.dll`), set(CLSID, 'C:\\Windows\\System32\\a.dll')],
  [
    'service-path-set',
    set('HKLM\\System\\CurrentControlSet\\Services\\svc\\ImagePath', 'cmd.exe /c a'),
    set('HKLM\\System\\CurrentControlSet\\Services\\svc\\ImagePath', 'C:\\Windows\\System32\\svc.exe'),
  ],
  [
    'wmi-subscription',
    event('wmi', 'consumer', {}, { Name: 'upd', Destination: 'cmd.exe /c a' }),
    event('wmi', 'consumer', {}, { Name: 'SCM Event Log Consumer', Destination: 'x' }),
  ],
  [
    'wmi-subscription-command',
    script('Set-WmiInstance -Class CommandLineEventConsumer'),
    script('Get-WmiObject Win32_Bios'),
  ],
  ['netsh-helper', ran('netsh add helper C:\\a.dll'), ran('netsh interface show')],
  [
    'startup-folder-write',
    file('create', 'C:\\Users\\a\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\a.lnk'),
    file('create', 'C:\\Users\\a\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\a.lnk'),
  ],
  ['logon-screen-shell', ran('cmd.exe', CMD, `${S32}utilman.exe`), ran('cmd.exe', CMD, `${S32}userinit.exe`)],
  [
    'unsigned-library-user-directory',
    load(`${S32}svc.exe`, 'C:\\Users\\a\\Downloads\\a.dll', 'false'),
    load(`${S32}svc.exe`, 'C:\\Users\\a\\Downloads\\a.dll', 'true'),
  ],
  ['odd-driver', driver('C:\\Users\\a\\d.sys', 'true'), driver('C:\\Windows\\System32\\drivers\\d.sys', 'true')],
];
