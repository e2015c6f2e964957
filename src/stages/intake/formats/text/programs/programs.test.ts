import { describe, expect, it } from '@jest/globals';
import { noFields } from '../line.ts';
import { programName, readProgram } from './index.ts';

function read(name: string, message: string) {
  const fields = noFields();
  return { facts: readProgram(name, message, fields), fields };
}

describe('sudo', () => {
  it('reads a command that ran, semicolons included', () => {
    const { facts, fields } = read(
      'sudo',
      '  alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/bin/sh -c id ; whoami',
    );
    expect(facts).toMatchObject({
      class: 'process',
      outcome: 'success',
      user: 'alice',
      process: 'sudo',
      commandLine: '/bin/sh -c id ; whoami',
    });
    expect({ ...fields }).toEqual({
      TTY: 'pts/0',
      PWD: '/home/alice',
      USER: 'root',
      COMMAND: '/bin/sh -c id ; whoami',
    });
  });

  it.each([
    'apache : command not allowed ; TTY=pts/2 ; USER=root ; COMMAND=/usr/bin/ls -la /etc/ssl/private',
    'alice : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/cat',
    'bob : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/bash',
  ])('reads a refusal: %s', (message) => {
    const { facts, fields } = read('sudo', message);
    expect(facts).toMatchObject({ class: 'auth', action: 'sudo', outcome: 'failure' });
    expect(fields.reason).toBe(message.split(' : ')[1]?.split(' ;')[0]);
  });

  it.each(['', 'unable to resolve host x', 'alice : ', ' : TTY=x'])('says nothing of %j', (message) => {
    expect(read('sudo', message).facts?.outcome).not.toBe('success');
  });
});

it.each([
  ["'su root' failed for lonvick on /dev/pts/8", 'lonvick', 'failure'],
  ['FAILED SU (to root) alice on pts/0', 'alice', 'failure'],
  ['FAILED su for root by alice', 'alice', 'failure'],
  ['Successful su for root by alice', 'alice', 'success'],
  ['(to root) alice on pts/0', 'alice', 'success'],
  ['+ pts/0 alice:root', 'alice', 'success'],
  ['- pts/0 alice:root', 'alice', 'failure'],
])('su: %s', (message, user, outcome) => {
  const { facts, fields } = read('su', message);
  expect(facts).toMatchObject({ class: 'auth', action: 'su', user, outcome });
  expect(fields.target_user).toBe('root');
});

describe('PAM', () => {
  it.each([
    [
      'pam_unix(sshd:session): session opened for user root(uid=0) by alice(uid=1000)',
      'session_open',
      'success',
      'root',
    ],
    ['pam_unix(sshd:session): session opened for user bob by (uid=0)', 'session_open', 'success', 'bob'],
    ['pam_unix(sudo:session): session closed for user root', 'session_close', 'success', 'root'],
    ['pam_unix(sshd:auth): check pass; user unknown', 'invalid_user', 'failure', undefined],
  ])('%s', (message, action, outcome, user) => {
    expect(read('sshd', message).facts).toMatchObject({
      class: 'auth',
      action,
      outcome,
      ...(user === undefined ? {} : { user }),
    });
  });

  it('reads who failed and from where, whatever the user is called', () => {
    const message =
      'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=x rhost=1.1.1.1';
    const { facts, fields } = read('sshd', message);
    expect(facts).toMatchObject({ action: 'logon', outcome: 'failure', user: 'x rhost=1.1.1.1', srcIp: '203.0.113.9' });
    expect({ ...fields }).toEqual({ pam_service: 'sshd:auth', tty: 'ssh', rhost: '203.0.113.9' });
  });

  it('reads a changed password', () => {
    const { facts } = read('passwd', 'pam_unix(passwd:chauthtok): password changed for mallory');
    expect(facts).toMatchObject({ class: 'account', action: 'password_change', user: 'mallory' });
  });
});

it.each([
  [
    'useradd',
    'new user: name=mallory, UID=0, GID=0, home=/root, shell=/bin/bash, from=/dev/pts/1',
    'user_create',
    'mallory',
  ],
  ['useradd', "failed adding user 'mallory', data deleted", 'user_create', 'mallory'],
  ['groupadd', 'new group: name=ops, GID=1002', 'group_create', 'ops'],
  ['usermod', "add 'mallory' to group 'sudo'", 'group_add', 'mallory'],
  ['usermod', "change user 'bob' shell from '/bin/sh' to '/bin/bash'", 'user_change', 'bob'],
  ['userdel', "delete user 'mallory'", 'delete', 'mallory'],
  ['passwd', "password for 'mallory' changed by 'root'", 'password_change', 'mallory'],
  ['gpasswd', 'user bob added by root to group wheel', 'group_add', 'bob'],
  ['chage', 'changed password expiry for bob', 'password_expiry', 'bob'],
])('%s: %s', (name, message, action, user) => {
  expect(read(name, message).facts).toMatchObject({ class: 'account', action, user });
});

it.each([
  [
    'cron',
    '(sysstat) CMD (command -v debian-sa1 > /dev/null)',
    { class: 'task', action: 'run', user: 'sysstat', commandLine: 'command -v debian-sa1 > /dev/null' },
  ],
  ['crontab', '(root) REPLACE (root)', { class: 'task', action: 'replace', user: 'root' }],
  [
    'systemd',
    'Started cron.service - Regular background program.',
    { class: 'service', action: 'start', process: 'cron.service' },
  ],
  ['systemd', 'Failed to start Apache.', { class: 'service', action: 'start', outcome: 'failure', process: 'Apache' }],
  [
    'systemd',
    'nginx.service: Main process exited, code=exited, status=1/FAILURE',
    { action: 'exit', outcome: 'failure', process: 'nginx.service' },
  ],
  ['systemd', 'x.service: Deactivated successfully.', { action: 'state', process: 'x.service' }],
  ['systemd-logind', 'New session 92682 of user admin.', { class: 'auth', action: 'session_open', user: 'admin' }],
  ['systemd-logind', 'Removed session 92209.', { class: 'auth', action: 'session_close' }],
  ['login', "FAILED LOGIN (1) on '/dev/tty1' FOR 'root', Authentication failure", { outcome: 'failure', user: 'root' }],
  ['login', 'ROOT LOGIN ON tty1', { outcome: 'success', user: 'root' }],
  [
    'vsftpd',
    '[anonymous] FAIL LOGIN: Client "10.0.0.9"',
    { class: 'auth', outcome: 'failure', user: 'anonymous', srcIp: '10.0.0.9' },
  ],
  [
    'vsftpd',
    '[bob] OK DOWNLOAD: Client "10.0.0.9", "/etc/passwd", 1024 bytes',
    { class: 'file', action: 'download', file: '/etc/passwd' },
  ],
  [
    'pkexec',
    'alice: Executing command [USER=root] [TTY=/dev/pts/0] [CWD=/] [COMMAND=/usr/bin/id]',
    { class: 'process', user: 'alice', commandLine: '/usr/bin/id' },
  ],
  [
    'dnsmasq',
    'query[A] evil.example.com from 10.0.0.9',
    { class: 'dns', domain: 'evil.example.com', srcIp: '10.0.0.9' },
  ],
  [
    'named',
    'client @0x7f 10.0.0.9#53 (a.example): query: a.example IN TXT + (10.0.0.1)',
    { class: 'dns', domain: 'a.example', srcIp: '10.0.0.9', srcPort: 53 },
  ],
])('%s: %s', (name, message, facts) => {
  expect(read(name, message).facts).toMatchObject(facts);
});

describe('kernel', () => {
  const packet =
    'IN=eth0 OUT= SRC=203.0.113.9 DST=10.0.0.5 LEN=40 TTL=40 ID=1 PROTO=TCP SPT=23725 DPT=445 WINDOW=65535 SYN URGP=0';
  it.each([
    ['[1641637.822086] [UFW BLOCK] ', 'block', 'failure'],
    ['[UFW ALLOW] ', 'allow', 'success'],
    ['DROP-INPUT: ', 'block', 'failure'],
    ['mine: ', 'packet', 'unknown'],
  ])('%s', (prefix, action, outcome) => {
    const { facts } = read('kernel', prefix + packet);
    const route = { srcIp: '203.0.113.9', srcPort: 23_725, dstIp: '10.0.0.5', dstPort: 445 };
    expect(facts).toMatchObject({ class: 'network', action, outcome, ...route, logsource: { category: 'firewall' } });
  });

  it('leaves other messages alone', () => {
    expect(read('kernel', 'usb 1-1: new device IN=x').facts).toBeNull();
  });
});

it.each([
  ['/usr/sbin/CRON', 'cron'],
  ['(systemd)', 'systemd'],
  ['sshd', 'sshd'],
  ['', ''],
])('programName(%j) is %j', (app, name) => {
  expect(programName(app)).toBe(name);
});
