import { COMMAND, EXPLOIT, SCRIPTING, SQL, TRAVERSAL } from '../web-attacks.ts';
import { type Found, type Heuristic, onEvent, pick, type Sighting } from './heuristic.ts';

const LONGEST = 4_000;

/** What the client wrote: target, agent and referer, lower case, percent signs of the usual marks undone. */
function requestOf({ event, fields }: Sighting): string {
  const agent = agentOf(fields);
  const referer = pick(fields, 'referrer', 'cs-referer', 'http.http_refer', 'referer');
  const text = `${event.url} ${agent} ${referer}`.slice(0, LONGEST).toLowerCase();
  return text.includes('%') ? text.replace(/%(?:2[0-9a-f]|3[a-f]|5[bcd]|7[b-d]|0[ad9])/g, decode) : text;
}

const decode = (code: string): string => String.fromCharCode(Number.parseInt(code.slice(1), 16));

function agentOf(fields: Readonly<Record<string, string>>): string {
  return pick(fields, 'user_agent', 'cs-user-agent', 'http.http_user_agent', 'c-useragent', 'user_agent.original');
}

/** Status of a web answer, 0 where there is none. */
export function statusOf({ event, fields }: Sighting): number {
  const status = Number(pick(fields, 'status_code', 'sc-status', 'http.status') || event.code);
  return Number.isInteger(status) ? status : 0;
}

function facts(sighting: Sighting): Found {
  const { event, fields } = sighting;
  return {
    url: event.url,
    userAgent: agentOf(fields),
    srcIp: event.srcIp,
    domain: event.domain,
    status: `${statusOf(sighting) || ''}`,
  };
}

function onRequest(given: Parameters<typeof onEvent>[1], guard: (request: string) => boolean, test: RegExp): Heuristic {
  return onEvent(['http'], given, (sighting) => {
    const request = requestOf(sighting);
    return guard(request) && test.test(request) ? facts(sighting) : null;
  });
}

const PROBE =
  /\/(?:\.env|\.git\/(?:config|head)|\.svn\/|\.aws\/credentials|\.ds_store|wp-config\.php|phpmyadmin|phpinfo\.php|server-status|actuator\/(?:env|heapdump)|manager\/html|\.htpasswd|web\.config|xmlrpc\.php|cgi-bin\/|solr\/admin|jenkins\/script|owa\/auth\/|vendor\/phpunit|boaform|hnap1|setup\.cgi|\.well-known\/\.\.)|\.(?:bak|old|swp|sql|sql\.gz|tar\.gz)(?:$|[ ?])/;
const SCANNER =
  /sqlmap|nikto|nmap scripting|masscan|zgrab|gobuster|dirbuster|feroxbuster|ffuf|wpscan|nessus|openvas|acunetix|netsparker|nuclei|w3af|arachni|hydra|havij|whatweb|wfuzz|burp|zaproxy|dirsearch|jaeles|fimap|skipfish|commix|xsser|censysinspect|paros/;
const SHELL_FILE =
  /\/(?:c99|r57|wso|b374k|shell|cmd|webshell|backdoor|alfa|weevely|up|x|test|upload|tunnel|1)\w{0,6}\.(?:php\d?|phtml|jspx?|aspx?|ashx|cgi|pl)\?\w{1,12}=/;
const SHELL_ARGUMENT =
  /\.(?:php\d?|phtml|jspx?|aspx?|ashx|cgi|pl)\?(?:.{0,80}&)?(?:cmd|exec|command|c|shell|execute|run|q)=[\s+]{0,2}(?:\w{0,20}\/)?(?:whoami|id|ls|dir|cat|net|uname|ipconfig|ifconfig|ps|type|pwd|wget|curl|nc|powershell|cmd|hostname|systeminfo|tasklist|python|perl|bash|sh|tar|find|grep|echo)\b/;

const always = (): boolean => true;

export const WEB: readonly Heuristic[] = [
  onRequest(
    { id: 'sql-injection', title: 'SQL in a web request', severity: 3, probability: 0.65, techniques: ['T1190'] },
    (text) => /['"();]|--|union|select|waitfor|order/.test(text),
    SQL,
  ),
  onRequest(
    {
      id: 'path-traversal',
      title: 'Web request leaves the document root',
      severity: 3,
      probability: 0.7,
      techniques: ['T1190', 'T1083'],
    },
    (text) =>
      text.includes('..') ||
      text.includes('/etc/') ||
      text.includes('win') ||
      text.includes(':/') ||
      text.includes('/proc/') ||
      text.includes('%2e') ||
      text.includes('boot.ini'),
    TRAVERSAL,
  ),
  onRequest(
    {
      id: 'command-injection',
      title: 'Operating system command in a web request',
      severity: 4,
      probability: 0.75,
      techniques: ['T1190', 'T1059'],
    },
    (text) => /[;|&`$\n{]|%0a|cmd\.exe|\/bin\//.test(text),
    COMMAND,
  ),
  onRequest(
    { id: 'script-injection', title: 'Script in a web request', severity: 2, probability: 0.45, techniques: ['T1190'] },
    (text) => text.includes('<') || text.includes('=') || text.includes('script'),
    SCRIPTING,
  ),
  onRequest(
    {
      id: 'web-exploit',
      title: 'Web request of a known exploit',
      severity: 4,
      probability: 0.8,
      techniques: ['T1190'],
    },
    always,
    EXPLOIT,
  ),
  onRequest(
    {
      id: 'sensitive-path-probe',
      title: 'Web request for a file or page that attackers look for',
      severity: 2,
      probability: 0.4,
      techniques: ['T1595.002', 'T1595.003'],
    },
    always,
    PROBE,
  ),
  onEvent(
    ['http'],
    {
      id: 'scanner-agent',
      title: 'Web client names itself as a scanner',
      severity: 2,
      probability: 0.55,
      techniques: ['T1595.002'],
    },
    (sighting) => (SCANNER.test(agentOf(sighting.fields).toLowerCase()) ? facts(sighting) : null),
  ),
  onEvent(
    ['http'],
    {
      id: 'web-shell-request',
      title: 'Web request that passes a command to a script',
      severity: 4,
      probability: 0.82,
      techniques: ['T1505.003'],
    },
    (sighting) => {
      const request = requestOf(sighting);
      return SHELL_ARGUMENT.test(request) || (SHELL_FILE.test(request) && statusOf(sighting) < 400)
        ? facts(sighting)
        : null;
    },
  ),
  onEvent(
    ['http'],
    {
      id: 'download-from-address',
      title: 'Program or script fetched from a bare address',
      severity: 3,
      probability: 0.6,
      techniques: ['T1105'],
    },
    (sighting) => {
      const { url } = sighting.event;
      const isBare = /^https?:\/\/\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}[:/]/.test(url);
      return isBare &&
        /\.(?:exe|dll|ps1|hta|vbs|bat|sh|elf|bin|msi|jar|scr|py)(?:$|\?)/i.test(url) &&
        statusOf(sighting) < 400
        ? facts(sighting)
        : null;
    },
  ),
  onEvent(
    ['http'],
    {
      id: 'script-agent',
      title: 'Web request made by a scripting host or system tool',
      severity: 2,
      probability: 0.35,
      techniques: ['T1071.001', 'T1105'],
    },
    (sighting) =>
      /windowspowershell|certutil url agent|winhttp\.winhttprequest|^powershell\//i.test(agentOf(sighting.fields))
        ? facts(sighting)
        : null,
  ),
  onEvent(
    ['http'],
    {
      id: 'metadata-through-web',
      title: 'Web request that reaches for the credentials of a cloud instance',
      severity: 4,
      probability: 0.75,
      techniques: ['T1552.005', 'T1190'],
    },
    (sighting) =>
      /169\.254\.169\.254|metadata\.google\.internal|\/latest\/meta-data/.test(requestOf(sighting))
        ? facts(sighting)
        : null,
  ),
];
