import { type Heuristic, onEvent, onLine, onStart } from './heuristic.ts';

const WEB_SERVERS =
  /^(?:apache2|httpd|nginx|php-fpm[\d.]{0,5}|php-cgi(?:\.exe)?|tomcat\d{0,2}|catalina|w3wp\.exe|httpd\.exe|nginx\.exe|lighttpd|gunicorn|uwsgi)$/;
const WEB_USERS = /(?:^|\\)(?:www-data|apache|nginx|httpd|tomcat|iis apppool\\.{1,60}|defaultapppool)$/i;
const DOCUMENT_ROOT =
  /(?:\/var\/www\/|\/usr\/share\/nginx\/|\/srv\/(?:www|http)\/|\/htdocs\/|\/webapps\/|\/public_html\/|\\inetpub\\wwwroot\\|\\htdocs\\|\\webapps\\|\\frontend\\httpproxy\\)/i;
const SERVER_SCRIPT = /\.(?:php\d?|phtml|phar|jspx?|aspx?|ashx|asmx|cfm|cgi|war)$/i;
const DOWNLOAD = /\b(?:curl|wget|fetch)\b/;
const INTERPRETER =
  /\| *(?:sudo +)?(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh\b|\| *(?:sudo +)?(?:python[\d.]{0,3}|perl|php|ruby|node)\b/;
const REVERSE_SHELL =
  /\/dev\/(?:tcp|udp)\/|\bn(?:c|cat|etcat)\b.{0,80} (?:-[a-z]{0,4}[ec][a-z]{0,2}|--exec|--sh-exec) |mkfifo .{0,80}\bn(?:c|cat)\b|socket\.socket.{0,200}(?:dup2|pty\.spawn|subprocess)|fsockopen\(.{0,120}(?:exec|shell_exec|proc_open|\/bin\/)|socat .{0,120}exec:|tcpsocket\.(?:new|open).{0,120}exec|use socket.{0,200}exec|new-object .{0,20}net\.sockets\.tcpclient/;

export const LINUX_INTRUSION: readonly Heuristic[] = [
  onLine(
    {
      id: 'download-to-shell',
      title: 'Downloaded text piped into an interpreter',
      severity: 4,
      probability: 0.8,
      techniques: ['T1059.004', 'T1105'],
    },
    (line) =>
      (DOWNLOAD.test(line) && INTERPRETER.test(line)) ||
      /(?:bash|sh) +(?:-c +)?["']?(?:<\(|\$\()(?:curl|wget)\b/.test(line),
  ),
  onLine(
    {
      id: 'reverse-shell',
      title: 'Shell joined to a network connection',
      severity: 5,
      probability: 0.92,
      techniques: ['T1059.004', 'T1095'],
    },
    (line) => REVERSE_SHELL.test(line),
  ),
  onLine(
    {
      id: 'decode-to-shell',
      title: 'Encoded text decoded and run',
      severity: 4,
      probability: 0.82,
      techniques: ['T1140', 'T1027', 'T1059.004'],
    },
    (line) => /base64 +(?:-d|--decode|-D)|xxd -r|openssl enc -d|base32 -d/i.test(line) && INTERPRETER.test(line),
  ),
  onLine(
    {
      id: 'shell-upgrade',
      title: 'Interactive terminal made out of a bare shell',
      severity: 4,
      probability: 0.8,
      techniques: ['T1059.006', 'T1059.004'],
    },
    (line) => /pty\.spawn|script -q[a-z]? \/dev\/null|stty raw -echo/.test(line),
  ),
  onStart(
    {
      id: 'web-server-spawns-shell',
      title: 'Web server started a shell or a discovery command',
      severity: 4,
      probability: 0.8,
      techniques: ['T1505.003', 'T1190'],
    },
    ({ image, parent, verb }) =>
      WEB_SERVERS.test(parent.name) &&
      (image.bucket === 'shell' ||
        image.bucket === 'lolbin' ||
        image.bucket === 'admin' ||
        /^(?:id|whoami|uname|hostname|cat|ls|ifconfig|ip|ps)$/.test(verb)),
  ),
  onLine(
    {
      id: 'web-user-command',
      title: 'Account of a web server runs a shell command',
      severity: 3,
      probability: 0.65,
      techniques: ['T1505.003', 'T1059.004'],
    },
    ({ length }, { user, verb }) =>
      length > 0 &&
      WEB_USERS.test(user) &&
      /^(?:id|whoami|uname|hostname|cat|ls|ifconfig|ip|ps|netstat|find|curl|wget|nc|python3?|perl|bash|sh|cmd|powershell|net|ipconfig|systeminfo)$/.test(
        verb,
      ),
  ),
  onEvent(
    ['file'],
    {
      id: 'web-shell-write',
      title: 'Server-side script written into a document root',
      severity: 3,
      probability: 0.65,
      techniques: ['T1505.003'],
    },
    ({ event }) =>
      /^(?:create|write|modify|rename)/.test(event.action) &&
      DOCUMENT_ROOT.test(event.file) &&
      SERVER_SCRIPT.test(event.file)
        ? { file: event.file, process: event.process, user: event.user }
        : null,
  ),
  onLine(
    {
      id: 'web-shell-command',
      title: 'Command puts a server-side script into a document root',
      severity: 4,
      probability: 0.8,
      techniques: ['T1505.003', 'T1105'],
    },
    (line) =>
      (DOCUMENT_ROOT.test(line) &&
        /\.(?:php\d?|phtml|jspx?|aspx?|ashx|war)\b/.test(line) &&
        /\bcurl\b|\bwget\b|echo |> *\/|\bcp\b|\bmv\b|copy /.test(line)) ||
      /<\?php.{0,80}(?:system|exec|passthru|eval)\(/.test(line),
  ),
  onStart(
    {
      id: 'program-from-tmp',
      title: 'Program started from a directory for temporary files',
      severity: 3,
      probability: 0.5,
      techniques: ['T1059.004', 'T1036.005'],
    },
    ({ image }) => /^\/(?:tmp|dev\/shm|var\/tmp)\/[^ ]{1,200}$/.test(image.path),
  ),
  onLine(
    {
      id: 'download-to-tmp',
      title: 'File downloaded into a directory for temporary files, or made executable there',
      severity: 2,
      probability: 0.5,
      techniques: ['T1105', 'T1222.002'],
    },
    (line) =>
      /(?:\/tmp|\/dev\/shm|\/var\/tmp)\//.test(line) &&
      ((DOWNLOAD.test(line) && /https?:|ftp:|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d/.test(line)) ||
        /chmod +(?:[ugoa]{0,3}\+[a-z]{0,2}x|[0-7]{0,1}7[0-7]{2})/.test(line)),
  ),
  onLine(
    {
      id: 'escalation-tool',
      title: 'Tool that looks for or uses ways to become root',
      severity: 4,
      probability: 0.88,
      techniques: ['T1068', 'T1082'],
    },
    (line) =>
      /linpeas|winpeas|linenum|linux-exploit-suggester|\bpspy(?:32|64)?\b|unix-privesc|dirtyc0w|dirtycow|dirtypipe|pwnkit|lse\.sh|gtfobins|beroot|seatbelt|sharpup|watson\.exe/.test(
        line,
      ),
  ),
  onLine(
    {
      id: 'container-escape',
      title: 'Container started with the rights of the host',
      severity: 4,
      probability: 0.7,
      techniques: ['T1611', 'T1610'],
    },
    (line) =>
      /(?:docker|podman|nerdctl|ctr)\b.{0,200}(?:--privileged|-v +\/:|--pid[= ]host)|nsenter .{0,80}(?:-t *1\b|--target[= ]1\b)|\/var\/run\/docker\.sock/.test(
        line,
      ),
  ),
  onLine(
    { id: 'miner', title: 'Mining program or pool', severity: 4, probability: 0.88, techniques: ['T1496'] },
    (line) =>
      /xmrig|stratum\+(?:tcp|ssl)|minerd\b|cpuminer|cryptonight|--donate-level|nicehash|\bt-rex\b.{0,20}-a /.test(line),
  ),
  onLine(
    {
      id: 'password-attack-tool',
      title: 'Tool that guesses or cracks passwords or attacks databases',
      severity: 4,
      probability: 0.82,
      techniques: ['T1110.001', 'T1110.002'],
    },
    (line, { verb }) =>
      /^(?:hydra|medusa|ncrack|patator|john|hashcat|sqlmap|crackmapexec|cme|nxc|netexec|kerbrute|responder|ntlmrelayx\.py|gobuster|ffuf|dirb|nikto|wpscan|msfconsole|msfvenom)$/.test(
        verb,
      ) || /(?:responder|ntlmrelayx|sqlmap)\.py/.test(line),
  ),
  onLine(
    {
      id: 'scan-tool',
      title: 'Network scanned with a tool or a loop',
      severity: 3,
      probability: 0.65,
      techniques: ['T1046', 'T1018'],
    },
    (line, { verb }) =>
      /^(?:nmap|masscan|zmap|rustscan|fping|nbtscan|arp-scan|netdiscover|unicornscan|hping3|advanced_ip_scanner|angryip|ipscan|softperfect)$/.test(
        verb,
      ) ||
      (/\bfor\b/.test(line) &&
        /\bping\b|\bnc\b.{0,20}-z|\/dev\/tcp\//.test(line) &&
        /seq|\.\.|\/l\b|in +[({$]/.test(line)) ||
      /\bnc\b .{0,20}-[a-z]{0,3}z/.test(line) ||
      /test-netconnection.{0,120}-port.{0,60}foreach|1\.\.25[45].{0,80}(?:ping|test-connection|tcpclient)/.test(line),
  ),
  onLine(
    { id: 'sniffer', title: 'Network traffic captured', severity: 2, probability: 0.45, techniques: ['T1040'] },
    (line, { verb }) =>
      /^(?:tcpdump|tshark|dumpcap|windump|pktmon)$/.test(verb) || /netsh.{0,10}trace +start/.test(line),
  ),
  onLine(
    {
      id: 'disk-destroyed',
      title: 'Disk or system files overwritten or removed',
      severity: 5,
      probability: 0.85,
      techniques: ['T1485', 'T1561'],
    },
    (line) =>
      /dd .{0,80}of=\/dev\/(?:sd|nvme|vd|xvd|mmcblk)|mkfs\.\w{2,6} +(?:-\w{1,3} +)?\/dev\/|rm +-[a-z]{0,3}r[a-z]{0,3} +(?:--no-preserve-root +)?\/(?:\*|etc|boot|usr|var|home)? *(?:$|[;&|])|shred .{0,60}\/dev\/|cipher(?:\.exe)?"? +\/w:/.test(
        line,
      ),
  ),
];
