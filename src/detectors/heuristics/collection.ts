import { scopeOf } from '../address.ts';
import { type Heuristic, onEvent, onLine } from './heuristic.ts';

const UPLOAD_SITES =
  /transfer\.sh|file\.io|anonfiles|gofile\.io|mega\.(?:nz|co\.nz)|catbox\.moe|0x0\.st|temp\.sh|bashupload|wetransfer|sendspace|dropmefiles|ufile\.io|api\.telegram\.org\/bot|discord(?:app)?\.com\/api\/webhooks|webhook\.site|requestbin|pipedream\.net|ngrok|interact\.sh|oast\.|burpcollaborator/;
const TUNNEL_TOOLS =
  /^(?:ngrok|chisel|frpc|frps|ligolo|ligolo-ng|rpivot|ptunnel|iodine|dnscat2?|cloudflared|bore|localtonet|earthworm|gost|revsocks)$/;
const REMOTE_TOOLS =
  /^(?:anydesk|teamviewer|rustdesk|screenconnect\.clientservice|atera_agent|ateraagent|splashtop|ammyy|aa_v3|ultraviewer|remoteutilities|rutserv|supremo|dwagent|meshagent|netsupport|client32|logmein|tightvnc|winvnc|tvnserver|radmin)$/;
const CARRIERS =
  /^(?:rundll32|regsvr32|mshta|wscript|cscript|certutil|msbuild|installutil|regasm|cmstp|bitsadmin|notepad|calc|mspaint)\.exe$/;

export const COLLECTION: readonly Heuristic[] = [
  onLine(
    {
      id: 'archive-with-password',
      title: 'Archive made with a password',
      severity: 3,
      probability: 0.7,
      techniques: ['T1560.001'],
    },
    (line, { verb }) =>
      (/^(?:rar|winrar|7z|7za|7zr)$/.test(verb) && / a /.test(line) && / -(?:hp|p)[^ ]/.test(line)) ||
      (verb === 'zip' && / (?:-[a-z]{0,4}[pe]|--encrypt|--password)\b/.test(line)) ||
      (/\btar\b/.test(line) && /openssl enc|gpg (?:-c|--symmetric)/.test(line)),
  ),
  onLine(
    {
      id: 'archive-staged',
      title: 'Documents or data packed into a staging directory',
      severity: 2,
      probability: 0.45,
      techniques: ['T1560.001', 'T1074.001'],
    },
    (line, { verb }) =>
      ((/^(?:tar|zip|7z|7za|rar|gzip)$/.test(verb) || line.includes('compress-archive')) &&
        /\/(?:tmp|dev\/shm|var\/tmp)\/|\\(?:temp|public|programdata|perflogs|\$recycle\.bin)\\/.test(line) &&
        /\.(?:tar|tgz|gz|zip|7z|rar|bz2|xz)\b/.test(line) &&
        !/ -?-?(?:x|extract)[a-z]{0,4} | -d /.test(line)) ||
      (/^(?:tar|zip)$/.test(verb) &&
        / -?c[a-z]{0,4} |-r /.test(line) &&
        / \/(?:etc|home|root|var\/www|srv|opt)\b/.test(line)),
  ),
  onLine(
    {
      id: 'database-dumped',
      title: 'Database dumped from a command line',
      severity: 2,
      probability: 0.4,
      techniques: ['T1005', 'T1213'],
    },
    (line, { verb }) =>
      (/^(?:mysqldump|pg_dump|pg_dumpall|mongodump|sqlite3|expdp)$/.test(verb) &&
        (verb !== 'sqlite3' || line.includes('.dump'))) ||
      /sqlcmd.{0,200}backup database|invoke-sqlcmd.{0,200}backup/.test(line),
  ),
  onLine(
    {
      id: 'upload-tool',
      title: 'Data sent out with a copying tool',
      severity: 3,
      probability: 0.65,
      techniques: ['T1567.002', 'T1048'],
    },
    (line, { verb }) =>
      (verb === 'rclone' && /\b(?:copy|sync|move|config|mount)\b/.test(line)) ||
      /^(?:mega-put|megacopy|megacmd|megasync|filezilla|freefilesync|azcopy)$/.test(verb) ||
      (verb === 'winscp' && /\/command|put /.test(line)) ||
      (verb === 'ftp' && / -[a-z]{0,2}s:/.test(line)),
  ),
  onLine(
    {
      id: 'upload-command',
      title: 'File sent out by a command line tool',
      severity: 3,
      probability: 0.6,
      techniques: ['T1048.003', 'T1567'],
    },
    (line) =>
      (/\bcurl\b/.test(line) &&
        /(?: -t | --upload-file| -f +["']?\w{1,20}=@|--data-binary +["']?@| -d +["']?@)/.test(line)) ||
      (/\bwget\b/.test(line) && /--post-file|--body-file/.test(line)) ||
      (/invoke-(?:webrequest|restmethod)|\biwr\b|\birm\b/.test(line) &&
        /-infile|-method +["']?(?:post|put)/.test(line)) ||
      /uploadfile\(|uploaddata\(|uploadstring\(/.test(line) ||
      (UPLOAD_SITES.test(line) && /curl|wget|http/.test(line)),
  ),
  onEvent(
    ['http', 'dns', 'tls'],
    {
      id: 'upload-site',
      title: 'Exchange with a site for anonymous uploads, webhooks or tunnels',
      severity: 2,
      probability: 0.45,
      techniques: ['T1567.002', 'T1102'],
    },
    ({ event }) => {
      const place = (event.domain || event.url).toLowerCase();
      return place !== '' && UPLOAD_SITES.test(place)
        ? { domain: event.domain, url: event.url, process: event.process, srcIp: event.srcIp }
        : null;
    },
  ),
  onLine(
    {
      id: 'tunnel-tool',
      title: 'Tunnel out of the network opened',
      severity: 3,
      probability: 0.65,
      techniques: ['T1572', 'T1090'],
    },
    (line, { verb }) =>
      TUNNEL_TOOLS.test(verb) ||
      ((verb === 'ssh' || verb === 'plink') && / -[a-z]{0,3}[rd] *(?:\S{1,40}:)?\d{2,5}\b/.test(line)) ||
      (line.includes('netsh') && line.includes('portproxy') && / add /.test(line)) ||
      (verb === 'socat' && /listen.{0,80}tcp4?:/.test(line)),
  ),
  onLine(
    {
      id: 'remote-access-tool',
      title: 'Remote access program started',
      severity: 2,
      probability: 0.4,
      techniques: ['T1219'],
    },
    (_, { verb }) => REMOTE_TOOLS.test(verb),
  ),
  onLine(
    {
      id: 'file-server-opened',
      title: 'Web server or listener opened from a command line',
      severity: 3,
      probability: 0.5,
      techniques: ['T1105', 'T1571'],
    },
    (line) =>
      /python[\d.]{0,4} .{0,20}-m +(?:http\.server|simplehttpserver)|php +-s +\d|ruby +-run -e httpd|\bn(?:c|cat)\b .{0,20}-[a-z]{0,4}l[a-z]{0,3}/.test(
        line,
      ),
  ),
  onEvent(
    ['network'],
    {
      id: 'carrier-connects-out',
      title: 'Program without business on the internet connects to it',
      severity: 3,
      probability: 0.6,
      techniques: ['T1071.001', 'T1218'],
    },
    ({ event, image }) =>
      CARRIERS.test(image.name) && scopeOf(event.dstIp) === 'external' && event.outcome !== 'failure'
        ? { process: event.process, dstIp: event.dstIp, dstPort: `${event.dstPort}`, user: event.user }
        : null,
  ),
  onEvent(
    ['network'],
    {
      id: 'shell-connects-out',
      title: 'Shell connects to an external address',
      severity: 2,
      probability: 0.45,
      techniques: ['T1059', 'T1071.001'],
    },
    ({ event, image }) =>
      image.bucket === 'shell' && scopeOf(event.dstIp) === 'external' && event.outcome !== 'failure'
        ? { process: event.process, dstIp: event.dstIp, dstPort: `${event.dstPort}`, user: event.user }
        : null,
  ),
  onEvent(
    ['network'],
    {
      id: 'odd-program-connects',
      title: 'Program from a temporary or download directory opens a connection',
      severity: 2,
      probability: 0.45,
      techniques: ['T1071', 'T1571'],
    },
    ({ event, image }) =>
      /\\(?:users\\public|windows\\temp|downloads|perflogs)\\[^\\]{1,80}\.exe$|^\/(?:tmp|dev\/shm|var\/tmp)\//.test(
        image.path,
      ) &&
      event.dstIp !== '' &&
      event.outcome !== 'failure'
        ? { process: event.process, dstIp: event.dstIp, dstPort: `${event.dstPort}`, user: event.user }
        : null,
  ),
  onEvent(
    ['network'],
    {
      id: 'backdoor-port',
      title: 'Connection to a port that attack tools take by default',
      severity: 2,
      probability: 0.4,
      techniques: ['T1571'],
    },
    ({ event }) =>
      (event.dstPort === 4444 || event.dstPort === 31_337 || event.dstPort === 1337 || event.dstPort === 4445) &&
      event.outcome !== 'failure'
        ? { dstIp: event.dstIp, dstPort: `${event.dstPort}`, srcIp: event.srcIp, process: event.process }
        : null,
  ),
];
