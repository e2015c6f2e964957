import { type Heuristic, onLine } from './heuristic.ts';

interface Command {
  readonly id: string;
  readonly title: string;
  readonly techniques: readonly string[];
  readonly test: (verb: string, line: string) => boolean;
}

/** Longer scripts name these words without being a person's question. */
const LONGEST_COMMAND = 400;

const verbs = (...names: readonly string[]) => {
  const set = new Set(names);
  return (verb: string): boolean => set.has(verb);
};
const isNet = verbs('net', 'net1');
const isUser = verbs('whoami', 'id', 'who', 'w', 'last', 'lastlog', 'quser', 'qwinsta', 'users', 'logname');
const isNetwork = verbs('ipconfig', 'ifconfig', 'route', 'arp', 'iwconfig', 'resolvectl');
const isConnections = verbs('netstat', 'ss', 'lsof');
const isSystem = verbs(
  'systeminfo',
  'hostname',
  'uname',
  'lscpu',
  'lsb_release',
  'hostnamectl',
  'dmidecode',
  'uptime',
  'lsblk',
  'ver',
);
const isProcess = verbs('tasklist', 'ps', 'top', 'qprocess', 'pstree');
const isPing = verbs('ping', 'nslookup', 'dig', 'host', 'nbtstat', 'traceroute', 'tracert');

const COMMANDS: readonly Command[] = [
  {
    id: 'user',
    title: 'Question: who am I, who is here',
    techniques: ['T1033'],
    test: (verb, line) => isUser(verb) || (verb === 'query' && / (?:user|session)/.test(line)),
  },
  {
    id: 'network',
    title: 'Question: how is the network set up',
    techniques: ['T1016'],
    test: (verb, line) =>
      isNetwork(verb) ||
      (verb === 'ip' && / (?:a|addr|route|r|neigh|link)\b/.test(line)) ||
      (verb === 'cat' && /\/etc\/(?:hosts|resolv\.conf)/.test(line)) ||
      (verb === 'netsh' && /\bshow\b/.test(line)),
  },
  {
    id: 'connections',
    title: 'Question: which connections are open',
    techniques: ['T1049'],
    test: (verb, line) => isConnections(verb) || (isNet(verb) && / (?:use|session)s?$/.test(line)),
  },
  {
    id: 'system',
    title: 'Question: what machine is this',
    techniques: ['T1082'],
    test: (verb, line) =>
      isSystem(verb) ||
      (verb === 'cat' && /\/etc\/(?:os-release|issue|\w{1,12}-release)|\/proc\/(?:version|cpuinfo)/.test(line)) ||
      (verb === 'wmic' && / (?:os|computersystem|qfe|bios|logicaldisk)\b/.test(line)) ||
      verb === 'df' ||
      verb === 'mount',
  },
  {
    id: 'processes',
    title: 'Question: which programs run',
    techniques: ['T1057'],
    test: (verb, line) =>
      isProcess(verb) ||
      (verb === 'wmic' && / process\b/.test(line) && !line.includes('call')) ||
      line.startsWith('get-process'),
  },
  {
    id: 'trusts',
    title: 'Question: which domains and controllers are there',
    techniques: ['T1482', 'T1018'],
    test: (verb, line) =>
      verb === 'nltest' || (verb === 'dsquery' && line.includes('trusteddomain')) || line.includes('get-adtrust'),
  },
  {
    id: 'accounts',
    title: 'Question: which accounts are there',
    techniques: ['T1087'],
    test: (verb, line) =>
      (isNet(verb) && / user\b/.test(line) && !line.includes('/add')) ||
      ((verb === 'cat' || verb === 'less' || verb === 'getent') && /passwd/.test(line) && !line.includes('shadow')) ||
      (verb === 'dsquery' && line.includes('user')) ||
      /get-(?:aduser|localuser)\b/.test(line) ||
      (verb === 'wmic' && line.includes('useraccount')),
  },
  {
    id: 'groups',
    title: 'Question: who belongs to which group',
    techniques: ['T1069'],
    test: (verb, line) =>
      (isNet(verb) && / (?:local)?group\b/.test(line) && !line.includes('/add')) ||
      verb === 'groups' ||
      (verb === 'getent' && line.includes('group')) ||
      /get-(?:adgroup|localgroup)/.test(line),
  },
  {
    id: 'machines',
    title: 'Question: which other machines are there',
    techniques: ['T1018'],
    test: (verb, line) =>
      (isPing(verb) && !/(?:127\.0\.0\.1|localhost)/.test(line)) ||
      (isNet(verb) && / view\b/.test(line) && !line.includes('\\\\')) ||
      /get-adcomputer|dsquery.{0,20}computer/.test(line),
  },
  {
    id: 'shares',
    title: 'Question: which shares are there',
    techniques: ['T1135'],
    test: (verb, line) =>
      (isNet(verb) && (/ share$/.test(line) || / view .{0,4}\\\\/.test(line))) ||
      verb === 'smbclient' ||
      verb === 'showmount' ||
      verb === 'enum4linux' ||
      line.startsWith('get-smbshare'),
  },
  {
    id: 'services',
    title: 'Question: which services are there',
    techniques: ['T1007'],
    test: (verb, line) =>
      (verb === 'sc' && / query/.test(line)) ||
      (isNet(verb) && / start$/.test(line)) ||
      (verb === 'systemctl' && /list-unit|--type=service/.test(line)) ||
      (verb === 'service' && line.includes('--status-all')) ||
      (verb === 'wmic' && / service\b/.test(line)),
  },
  {
    id: 'defences',
    title: 'Question: what protects this machine',
    techniques: ['T1518.001'],
    test: (verb, line) =>
      /antivirusproduct|get-mpcomputerstatus|get-mppreference|securitycenter2/.test(line) ||
      (verb === 'netsh' && /firewall.{0,30}show|show.{0,30}firewall/.test(line)) ||
      ((verb === 'iptables' || verb === 'ufw') && /-l\b|status/.test(line)) ||
      verb === 'getenforce',
  },
  {
    id: 'registry',
    title: 'Question: what stands in the registry',
    techniques: ['T1012'],
    test: (verb, line) => verb === 'reg' && / query/.test(line),
  },
  {
    id: 'policy',
    title: 'Question: which policies hold',
    techniques: ['T1201', 'T1615'],
    test: (verb, line) =>
      verb === 'gpresult' ||
      (isNet(verb) && / accounts/.test(line)) ||
      verb === 'chage' ||
      line.includes('get-addefaultdomainpasswordpolicy'),
  },
  {
    id: 'scheduled',
    title: 'Question: what runs on a schedule',
    techniques: ['T1053'],
    test: (verb, line) =>
      (verb === 'schtasks' && / \/query/.test(line)) ||
      (verb === 'crontab' && / -l/.test(line)) ||
      (verb === 'ls' && line.includes('/etc/cron')) ||
      (verb === 'cat' && line.includes('/etc/crontab')),
  },
  {
    id: 'files',
    title: 'Question: which files lie here',
    techniques: ['T1083'],
    test: (verb, line) =>
      (verb === 'dir' && / \/s/.test(line)) ||
      verb === 'tree' ||
      verb === 'locate' ||
      (verb === 'find' && line.startsWith('find /')) ||
      (verb === 'ls' && /-[a-z]{0,4}[lar][a-z]{0,4} \/|\/(?:root|home|opt|srv|var\/www)/.test(line)),
  },
  {
    id: 'privileges',
    title: 'Question: what may I do',
    techniques: ['T1069', 'T1033'],
    test: (verb, line) =>
      line.startsWith('sudo -l') ||
      (verb === 'whoami' && /\/(?:priv|groups|all)/.test(line)) ||
      verb === 'capsh' ||
      verb === 'getcap',
  },
];

/** One question each; alone they are everyday work and stay informational. */
export const DISCOVERY: readonly Heuristic[] = COMMANDS.map(({ id, title, techniques, test }) =>
  onLine(
    { id: `discovery-${id}`, title, severity: 1, probability: 0.15, techniques },
    (line, { verb }) => line.length <= LONGEST_COMMAND && test(verb, line),
  ),
);
