import { describe, expect, it } from '@jest/globals';
import { lineCandidate } from '../../../../../test/fixtures/text-candidate.ts';
import { auditd } from './auditd.ts';

const map = (text: string) => auditd.map(lineCandidate(text, 'auditd', { host: 'WEB1' }));
const STAMP = 'msg=audit(1364481363.243:24287):';

describe('the sample of the Red Hat security guide', () => {
  it('reads the failed open', () => {
    const line = `type=SYSCALL ${STAMP} arch=c000003e syscall=2 success=no exit=-13 a0=7fffd19c5592 a1=0 a2=7fffd19c4b50 a3=a items=1 ppid=2686 pid=3538 auid=1000 uid=1000 gid=1000 euid=1000 suid=1000 fsuid=1000 egid=1000 sgid=1000 fsgid=1000 tty=pts0 ses=1 comm="cat" exe="/bin/cat" subj=unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023 key="sshd_config"`;
    expect(map(line)).toMatchObject({
      time: 1_364_481_363_243,
      class: 'file',
      action: 'open',
      outcome: 'failure',
      process: '/bin/cat',
      host: 'web1',
      code: 'SYSCALL',
      logsource: { product: 'linux', category: '', service: 'auditd' },
      fields: { type: 'SYSCALL', SYSCALL: 'open', a0: '7fffd19c5592', key: 'sshd_config', exe: '/bin/cat' },
    });
  });

  it('reads the path, and the title in hexadecimal', () => {
    expect(map(`type=PATH ${STAMP} item=0 name="/etc/ssh/sshd_config" inode=409248 dev=fd:00`)).toMatchObject({
      class: 'file',
      file: '/etc/ssh/sshd_config',
    });
    const title = '636174002F6574632F7373682F737368645F636F6E666967';
    expect(map(`type=PROCTITLE ${STAMP} proctitle=${title}`)?.commandLine).toBe('cat /etc/ssh/sshd_config');
  });
});

it('joins the arguments of a command, decoded', () => {
  const event = map(`node=DB7 type=EXECVE ${STAMP} argc=3 a0="bash" a1="-c" a2=6563686F20686920796F75`);
  expect(event).toMatchObject({
    class: 'process',
    host: 'db7',
    process: 'bash',
    commandLine: 'bash -c echo hi you',
    logsource: { product: 'linux', category: 'process_creation', service: 'auditd' },
    fields: { a0: 'bash', a1: '-c', a2: 'echo hi you', CommandLine: 'bash -c echo hi you' },
  });
});

it('keeps the numbers of a call that look like text', () => {
  expect(map(`type=SYSCALL ${STAMP} arch=c000003e syscall=59 a0=41414141`)?.fields.a0).toBe('41414141');
});

it('reads what a program says inside of quotes', () => {
  const line = `type=USER_LOGIN ${STAMP} pid=1 uid=0 auid=4294967295 msg='op=login acct="root" exe="/usr/sbin/sshd" hostname=? addr=203.0.113.9 terminal=sshd res=failed'`;
  expect(map(line)).toMatchObject({
    class: 'auth',
    outcome: 'failure',
    user: 'root',
    srcIp: '203.0.113.9',
    process: '/usr/sbin/sshd',
  });
});

it.each([
  [
    `type=USER_CMD ${STAMP} uid=0 msg='cwd="/" cmd=636174202F78 terminal=pts/0 res=success'`,
    { class: 'process', commandLine: 'cat /x', outcome: 'success', user: 'root' },
  ],
  [`type=ADD_USER ${STAMP} msg='op=add-user acct=6D616C6C6F727920 res=success'`, { class: 'account', user: 'mallory' }],
  [`type=SERVICE_STOP ${STAMP} msg='unit=auditd comm="systemd" res=success'`, { class: 'service', process: 'auditd' }],
  [
    `type=SOCKADDR ${STAMP} saddr=020001BBC00002010000000000000000`,
    { class: 'network', dstIp: '192.0.2.1', dstPort: 443 },
  ],
  [
    `type=SOCKADDR ${STAMP} saddr=0A0001BB0000000020010DB800000000000000000000000100000000`,
    { dstIp: '2001:db8:0:0:0:0:0:1', dstPort: 443 },
  ],
  [`type=SOCKADDR ${STAMP} saddr=0100`, { class: 'network' }],
  [
    `type=AVC ${STAMP} avc:  denied  { read } for  pid=3538 comm="cat" name="shadow"`,
    { class: 'finding', outcome: 'failure', file: 'shadow' },
  ],
  [
    'audit: type=1400 audit(1364481363.243:45): apparmor="DENIED" operation="open" name="/x"',
    { class: 'finding', code: 'AVC', outcome: 'failure' },
  ],
  [
    `type=SYSCALL ${STAMP} arch=c000003e syscall=59 uid=0 auid=1000\u001dARCH=x86_64 SYSCALL=execve AUID="alice" UID="root"`,
    { class: 'process', action: 'execve', user: 'alice' },
  ],
  [`type=SYSCALL ${STAMP} arch=c00000b7 syscall=221`, { class: 'process', action: 'execve' }],
])('%s', (line, facts) => {
  expect(map(line)).toMatchObject(facts);
});

it('tells records of one event apart, and a repeat not', () => {
  const path = (item: number) => map(`type=PATH ${STAMP} item=${item} name="/x"`)?.id;
  expect(path(0)).not.toBe(path(1));
  expect(path(0)).toBe(path(0));
  expect(path(0)).toContain('1364481363243:24287:PATH');
});

it.each([
  ['an odd number of digits', 'comm=ABC', 'ABC'],
  ['small letters', 'comm=6162ff', '6162ff'],
  ['an open quote', 'comm="cat', 'cat'],
  ['bytes that are no UTF-8', 'comm=FF', '\ufffd'],
])('keeps %s', (_, pair, expected) => {
  expect(map(`type=SYSCALL ${STAMP} ${pair}`)?.fields.comm).toBe(expected);
});

it.each([
  ['type=SYSCALL msg=audit(1364481363.243:24287): x', true],
  ['type=SYSCALL msg=audit(x.243:24287): x', false],
  ['type=SYSCALL msg=nothing', false],
  ['x type=SYSCALL msg=audit(1364481363.243:24287):', false],
  ['', false],
])('recognises %j: %j', (line, expected) => {
  expect(auditd.recognises(lineCandidate(line))).toBe(expected);
});

it('survives a key that names a prototype', () => {
  const event = map(`type=SYSCALL ${STAMP} __proto__=1 constructor=2`);
  expect(Object.keys(event?.fields ?? {})).toEqual(expect.arrayContaining(['__proto__', 'constructor']));
});

it('takes no time of more seconds than a number can tell', () => {
  expect(map('type=SYSCALL msg=audit(13641364481363.243:24287): arch=c000003e')).toBeNull();
});
