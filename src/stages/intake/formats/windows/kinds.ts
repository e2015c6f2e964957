import { failed, type Kind, type Kinds, kind, same, succeeded } from './kind.ts';
import { SECURITY } from './kinds-security.ts';
import { SYSMON } from './kinds-sysmon.ts';

const POWERSHELL: Kinds = {
  4100: failed(kind('script', 'error')),
  4103: kind('script', 'module', 'ps_module'),
  4104: kind('script', 'block', 'ps_script'),
  4105: kind('script', 'start'),
  4106: kind('script', 'stop'),
  40961: kind('script', 'console_start'),
  40962: kind('script', 'console_start'),
  53504: kind('pipe', 'listen'),
};

const POWERSHELL_CLASSIC: Kinds = {
  400: kind('script', 'start', 'ps_classic_start'),
  403: kind('script', 'stop'),
  600: kind('script', 'provider_start', 'ps_classic_provider_start'),
  800: kind('script', 'pipeline', 'ps_classic_script'),
};

const SYSTEM: Kinds = {
  104: kind('log', 'clear'),
  1014: failed(kind('dns', 'query')),
  6005: kind('log', 'start'),
  6006: kind('log', 'stop'),
  7034: failed(kind('service', 'crash')),
  7036: kind('service', 'state'),
  7040: kind('service', 'change'),
  7045: kind('service', 'install'),
  ...same(failed(kind('service', 'start')), 7000, 7001, 7009, 7011, 7022, 7023, 7024, 7031, 7032),
};

const TASKS: Kinds = {
  106: kind('task', 'create'),
  110: kind('task', 'launch'),
  129: kind('task', 'launch'),
  140: kind('task', 'update'),
  141: kind('task', 'delete'),
  ...same(kind('task', 'run'), 100, 102, 107, 108, 118, 119, 200, 201),
};

const SESSIONS: Kinds = {
  21: succeeded(kind('auth', 'logon')),
  22: succeeded(kind('auth', 'shell_start')),
  23: kind('auth', 'logoff'),
  24: kind('auth', 'disconnect'),
  25: succeeded(kind('auth', 'reconnect')),
  ...same(kind('auth', 'disconnect'), 39, 40),
};

const DEFENDER: Kinds = {
  ...same(kind('finding', 'detect', 'antivirus'), 1006, 1015, 1116),
  ...same(kind('finding', 'remediate', 'antivirus'), 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1117),
  ...same(kind('service', 'protection_change'), 5001, 5004, 5007, 5010, 5012, 5013),
};

const WMI: Kinds = {
  5857: kind('wmi', 'provider_load'),
  5858: failed(kind('wmi', 'query')),
  ...same(kind('wmi', 'query'), 5859),
  ...same(kind('wmi', 'subscribe'), 5860, 5861),
};

const BY_CHANNEL: ReadonlyMap<string, Kinds> = new Map(
  Object.entries<Kinds>({
    sysmon: SYSMON,
    security: SECURITY,
    powershell: POWERSHELL,
    'powershell-classic': POWERSHELL_CLASSIC,
    system: SYSTEM,
    taskscheduler: TASKS,
    wmi: WMI,
    windefend: DEFENDER,
    'terminalservices-localsessionmanager': SESSIONS,
    'terminalservices-remoteconnectionmanager': { 1149: kind('auth', 'logon'), 261: kind('network', 'connect') },
    'bits-client': {
      3: kind('network', 'transfer_create'),
      59: kind('network', 'transfer'),
      60: kind('network', 'transfer_end'),
    },
    'dns-client': same(kind('dns', 'query'), 3006, 3008, 3010, 3011, 3018, 3020),
    'dns-server-analytic': same(kind('dns', 'query'), 256, 257, 259, 260),
    ntlm: same(kind('auth', 'ntlm'), 8001, 8002, 8003, 8004),
    applocker: {
      ...same(kind('process', 'allow'), 8002, 8005, 8020),
      ...same(failed(kind('process', 'block')), 8003, 8004, 8006, 8007, 8021, 8022),
    },
    'codeintegrity-operational': same(failed(kind('module', 'block')), 3001, 3002, 3003, 3004, 3033, 3076, 3077),
  }),
);

const UNLISTED = kind('log', 'log');

/** What the event means; a plain log message where the id is not listed. */
export const kindOf = (channelShort: string, eventId: number): Kind =>
  BY_CHANNEL.get(channelShort)?.[eventId] ?? UNLISTED;
