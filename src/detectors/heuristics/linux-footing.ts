import { type Heuristic, onEvent, onLine, pick } from './heuristic.ts';

const READ = /\b(?:cat|less|more|head|tail|cp|scp|tac|strings|awk|sed|grep|vi|vim|nano|dd|base64|xxd|unshadow|mv)\b/;
const WRITE = />|\btee\b|\becho\b|\bcp\b|\bmv\b|\bsed +-i|\bvim?\b|\bnano\b/;
const SECRET_FILES =
  /wp-config\.php|\.env\b|\.aws\/credentials|\.git-credentials|\.my\.cnf|\.pgpass|\.netrc|\.kube\/config|\.docker\/config\.json|web\.config|database\.(?:yml|php)|settings\.py|\.htpasswd|credentials\.(?:json|xml|txt|csv)|passwords?\.(?:txt|xlsx?|csv|docx?|kdbx)|unattend(?:ed)?\.xml|\.vault|secrets?\.(?:ya?ml|json|txt)/;
const SSH_KEY = /\.ssh\/(?:id_(?:rsa|dsa|ecdsa|ed25519)|identity)\b(?!\.pub)|id_(?:rsa|ed25519)\b(?!\.pub)/;

const isWrite = (action: string): boolean => /^(?:create|write|modify|rename|append)/.test(action);

export const LINUX_FOOTING: readonly Heuristic[] = [
  onLine(
    { id: 'shadow-read', title: 'Password hashes read', severity: 4, probability: 0.75, techniques: ['T1003.008'] },
    (line) => line.includes('/etc/shadow') && READ.test(line) && !/^ls\b|unix_chkpwd/.test(line),
  ),
  onEvent(
    ['file'],
    {
      id: 'shadow-file-read',
      title: 'Password hashes read by an unusual program',
      severity: 4,
      probability: 0.7,
      techniques: ['T1003.008'],
    },
    ({ event, image }) =>
      /^\/etc\/g?shadow-?$/.test(event.file) &&
      /^(?:read|open|access|copy)/.test(event.action) &&
      /^(?:cat|less|more|head|tail|cp|vi|vim|nano|python3?|perl|dd|base64|bash|sh|scp|rsync|tar|zip)$/.test(image.name)
        ? { file: event.file, process: event.process, user: event.user }
        : null,
  ),
  onLine(
    {
      id: 'private-key-read',
      title: 'Private key read or searched for',
      severity: 3,
      probability: 0.65,
      techniques: ['T1552.004'],
    },
    (line, { verb }) =>
      (SSH_KEY.test(line) && READ.test(line)) ||
      (/^(?:find|locate|grep|dir|where)$/.test(verb) &&
        /id_rsa|id_ed25519|\*\.pem|\*\.ppk|\*\.pfx|\*\.key\b|begin .{0,20}private key/.test(line)),
  ),
  onLine(
    {
      id: 'secret-file-read',
      title: 'File with credentials read',
      severity: 3,
      probability: 0.55,
      techniques: ['T1552.001'],
    },
    (line, { verb }) =>
      SECRET_FILES.test(line) &&
      /^(?:cat|less|more|head|tail|type|get-content|gc|strings|cp|copy|scp|vi|vim|nano|notepad|grep)$/.test(verb),
  ),
  onLine(
    {
      id: 'secret-search',
      title: 'Files searched for passwords or keys',
      severity: 3,
      probability: 0.6,
      techniques: ['T1552.001'],
    },
    (line, { verb }) =>
      (/^(?:grep|egrep|rg|ag|zgrep|find|xargs|ack)$/.test(verb) &&
        /passw(?:or)?d|\bpass\b|secret|api[_-]?key|token|credential/.test(line) &&
        !/\/etc\/passwd|\/var\/log\/|(?:failed|accepted) password/.test(line)) ||
      (verb === 'find' &&
        /-name .{0,40}(?:\.env|wp-config|credential|\.kdbx|\.pgpass|config\.php|\.htpasswd)/.test(line)),
  ),
  onLine(
    {
      id: 'history-read',
      title: 'Command history of a user read',
      severity: 2,
      probability: 0.45,
      techniques: ['T1552.003'],
    },
    (line) =>
      /\.(?:bash|zsh|mysql|psql)_history/.test(line) &&
      READ.test(line) &&
      !/\brm\b|> *~?\/?\S{0,60}_history/.test(line),
  ),
  onLine(
    {
      id: 'cloud-metadata',
      title: 'Credentials of a cloud instance asked for',
      severity: 3,
      probability: 0.65,
      techniques: ['T1552.005'],
    },
    (line) => /169\.254\.169\.254|metadata\.google\.internal|169\.254\.170\.2\b/.test(line),
  ),
  onLine(
    { id: 'cron-edit', title: 'Scheduled job written', severity: 2, probability: 0.45, techniques: ['T1053.003'] },
    (line, { verb, className }) =>
      className !== 'task' &&
      ((verb === 'crontab' && !/ -l\b/.test(line)) ||
        /\| *crontab\b/.test(line) ||
        (/\/etc\/cron|\/var\/spool\/cron/.test(line) && WRITE.test(line) && !/^(?:ls|cat)\b[^>]*$/.test(line))),
  ),
  onLine(
    {
      id: 'cron-payload',
      title: 'Scheduled job runs a download, a shell or a file in a temporary directory',
      severity: 4,
      probability: 0.8,
      techniques: ['T1053.003', 'T1059.004'],
    },
    (line, { className }) =>
      (className === 'task' || /cron/.test(line)) &&
      /(?:curl|wget)\b.{0,200}(?:\||&&|;|-o)|\/dev\/tcp\/|\/(?:tmp|dev\/shm|var\/tmp)\/\S{1,80}|base64 -d|\bnc\b .{0,60}-e/.test(
        line,
      ) &&
      !line.includes('debian-sa1'),
  ),
  onLine(
    {
      id: 'ssh-key-planted',
      title: 'Key added to those that may log in',
      severity: 3,
      probability: 0.65,
      techniques: ['T1098.004'],
    },
    (line) => line.includes('authorized_keys') && WRITE.test(line),
  ),
  onEvent(
    ['file'],
    {
      id: 'login-file-written',
      title: 'File written that decides who may log in or become root',
      severity: 3,
      probability: 0.6,
      techniques: ['T1098.004', 'T1548.003', 'T1556.003'],
    },
    ({ event, image }) =>
      isWrite(event.action) &&
      /\/\.ssh\/authorized_keys2?$|^\/etc\/(?:sudoers|pam\.d\/|ssh\/sshd_config|passwd$|shadow$)|administrators_authorized_keys$/.test(
        event.file,
      ) &&
      !/^(?:dpkg|rpm|yum|dnf|apt|apt-get|passwd|useradd|usermod|chpasswd|cloud-init|visudo|systemd)$/.test(image.name)
        ? { file: event.file, process: event.process, user: event.user }
        : null,
  ),
  onLine(
    {
      id: 'sudoers-edit',
      title: 'Rights to become root handed out',
      severity: 3,
      probability: 0.7,
      techniques: ['T1548.003'],
    },
    (line) => (line.includes('/etc/sudoers') && />|\btee\b|sed +-i/.test(line)) || /nopasswd *: *all/.test(line),
  ),
  onLine(
    {
      id: 'linux-account-made',
      title: 'Account made or given the rights of root from a command line',
      severity: 3,
      probability: 0.55,
      techniques: ['T1136.001', 'T1098.007'],
    },
    (line, { verb }) =>
      /^(?:useradd|adduser)$/.test(verb) ||
      (/^(?:usermod|gpasswd|addgroup)$/.test(verb) && /\b(?:sudo|wheel|root|docker|admin)\b/.test(line)) ||
      (/:0:0:/.test(line) && line.includes('/etc/passwd') && WRITE.test(line)),
  ),
  onLine(
    {
      id: 'setuid-set',
      title: 'Program given the rights of its owner',
      severity: 3,
      probability: 0.7,
      techniques: ['T1548.001'],
    },
    (line) =>
      /chmod +(?:-\w{1,3} +)?(?:[ugoa]{0,4}\+[rwx]{0,3}s|[2467][0-7]{3})\b|setcap .{0,40}cap_set[ug]id/.test(line),
  ),
  onLine(
    {
      id: 'setuid-search',
      title: 'Search for programs that run with the rights of their owner',
      severity: 2,
      probability: 0.5,
      techniques: ['T1548.001', 'T1083'],
    },
    (line, { verb }) => verb === 'find' && /-perm +[-/]?(?:u=s|g=s|[2467]000|\+s)/.test(line),
  ),
  onLine(
    {
      id: 'preload-hijack',
      title: 'Library forced into other programs',
      severity: 4,
      probability: 0.78,
      techniques: ['T1574.006'],
    },
    (line) =>
      (line.includes('ld.so.preload') && WRITE.test(line)) ||
      /ld_preload=\S{0,80}(?:\/tmp|\/dev\/shm|\/var\/tmp|\/home)/.test(line),
  ),
  onLine(
    {
      id: 'systemd-unit-made',
      title: 'Service unit made or enabled from an unusual place',
      severity: 2,
      probability: 0.45,
      techniques: ['T1543.002'],
    },
    (line) =>
      (/\/(?:etc|usr\/lib|lib)\/systemd\/system\/\S{1,80}\.(?:service|timer)/.test(line) &&
        />|\btee\b|\bcp\b|\bmv\b|\becho\b/.test(line)) ||
      /systemctl .{0,20}(?:enable|link) .{0,20}\/(?:tmp|home|dev\/shm)/.test(line),
  ),
  onLine(
    {
      id: 'shell-profile-edit',
      title: 'File that every session runs was written',
      severity: 3,
      probability: 0.55,
      techniques: ['T1546.004', 'T1037'],
    },
    (line) =>
      /> ?\S{0,80}(?:\.bashrc|\.bash_profile|\.profile|\.zshrc|\/etc\/profile|\/etc\/rc\.local|\/etc\/bash\.bashrc)|tee +(?:-a +)?\S{0,80}(?:\.bashrc|\.profile|\/etc\/profile|rc\.local)/.test(
        line,
      ),
  ),
  onLine(
    {
      id: 'kernel-module-loaded',
      title: 'Kernel module loaded by hand',
      severity: 3,
      probability: 0.6,
      techniques: ['T1547.006', 'T1014'],
    },
    (line, { verb }) => verb === 'insmod' || (verb === 'modprobe' && /\/(?:tmp|home|dev\/shm)\//.test(line)),
  ),
  onEvent(
    ['auth'],
    {
      id: 'sudo-refused',
      title: 'User tried to become root without the right',
      severity: 2,
      probability: 0.4,
      techniques: ['T1548.003'],
    },
    ({ event, fields }) =>
      event.action === 'sudo' &&
      event.outcome === 'failure' &&
      /not in sudoers|not allowed/i.test(pick(fields, 'reason', 'message'))
        ? { user: event.user, command: event.commandLine, host: event.host }
        : null,
  ),
];
