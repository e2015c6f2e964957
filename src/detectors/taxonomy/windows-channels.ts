/** Sysmon for Linux writes the same events, and rules know them by product linux. */
const LINUX_SYSMON = 'Linux-Sysmon/Operational';

/** Sigma's names for the channels of Windows (https://sigmahq.io, log source "windows"). */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  application: ['Application'],
  security: ['Security'],
  system: ['System'],
  ntlm: ['Microsoft-Windows-NTLM/Operational'],
  sysmon: ['Microsoft-Windows-Sysmon/Operational', LINUX_SYSMON],
  powershell: ['Microsoft-Windows-PowerShell/Operational', 'PowerShellCore/Operational'],
  'powershell-classic': ['Windows PowerShell'],
  taskscheduler: ['Microsoft-Windows-TaskScheduler/Operational'],
  wmi: ['Microsoft-Windows-WMI-Activity/Operational'],
  dhcp: ['Microsoft-Windows-DHCP-Server/Operational'],
  'printservice-admin': ['Microsoft-Windows-PrintService/Admin'],
  'printservice-operational': ['Microsoft-Windows-PrintService/Operational'],
  'smbclient-security': ['Microsoft-Windows-SmbClient/Security'],
  'smbclient-connectivity': ['Microsoft-Windows-SmbClient/Connectivity'],
  'smbserver-connectivity': ['Microsoft-Windows-SMBServer/Connectivity'],
  'terminalservices-localsessionmanager': ['Microsoft-Windows-TerminalServices-LocalSessionManager/Operational'],
  'codeintegrity-operational': ['Microsoft-Windows-CodeIntegrity/Operational'],
  applocker: [
    'Microsoft-Windows-AppLocker/MSI and Script',
    'Microsoft-Windows-AppLocker/EXE and DLL',
    'Microsoft-Windows-AppLocker/Packaged app-Deployment',
    'Microsoft-Windows-AppLocker/Packaged app-Execution',
  ],
  'msexchange-management': ['MSExchange Management'],
  windefend: ['Microsoft-Windows-Windows Defender/Operational'],
  'firewall-as': ['Microsoft-Windows-Windows Firewall With Advanced Security/Firewall'],
  'bits-client': ['Microsoft-Windows-Bits-Client/Operational'],
  'security-mitigations': [
    'Microsoft-Windows-Security-Mitigations/Kernel Mode',
    'Microsoft-Windows-Security-Mitigations/User Mode',
  ],
  'diagnosis-scripted': ['Microsoft-Windows-Diagnosis-Scripted/Operational'],
  'shell-core': ['Microsoft-Windows-Shell-Core/Operational'],
  openssh: ['OpenSSH/Operational'],
  ldap: ['Microsoft-Windows-LDAP-Client/Debug'],
  bitlocker: ['Microsoft-Windows-BitLocker/BitLocker Management'],
  vhdmp: ['Microsoft-Windows-VHDMP/Operational'],
  'appxdeployment-server': ['Microsoft-Windows-AppXDeploymentServer/Operational'],
  'lsa-server': ['Microsoft-Windows-LSA/Operational'],
  'appxpackaging-om': ['Microsoft-Windows-AppxPackaging/Operational'],
  'dns-client': ['Microsoft-Windows-DNS Client Events/Operational', 'Microsoft-Windows-DNS-Client/Operational'],
  'appmodel-runtime': ['Microsoft-Windows-AppModel-Runtime/Admin'],
  capi2: ['Microsoft-Windows-CAPI2/Operational'],
  'certificateservicesclient-lifecycle-system': [
    'Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational',
  ],
  'kernel-shimengine': [
    'Microsoft-Windows-Kernel-ShimEngine/Operational',
    'Microsoft-Windows-Kernel-ShimEngine/Diagnostic',
  ],
  'application-experience': [
    'Microsoft-Windows-Application-Experience/Program-Telemetry',
    'Microsoft-Windows-Application-Experience/Program-Compatibility-Assistant',
  ],
  ntfs: ['Microsoft-Windows-Ntfs/Operational'],
  'hyper-v-worker': ['Microsoft-Windows-Hyper-V-Worker'],
  'kernel-event-tracing': ['Microsoft-Windows-Kernel-EventTracing'],
  sense: ['Microsoft-Windows-SENSE/Operational'],
  'iis-configuration': ['Microsoft-IIS-Configuration/Operational'],
  'dns-server': ['DNS Server'],
  'dns-server-audit': ['Microsoft-Windows-DNS-Server/Audit'],
  'dns-server-analytic': ['Microsoft-Windows-DNS-Server/Analytical'],
  'driver-framework': ['Microsoft-Windows-DriverFrameworks-UserMode/Operational'],
  'microsoft-servicebus-client': [
    'Microsoft-ServiceBus-Client',
    'Microsoft-ServiceBus-Client/Admin',
    'Microsoft-ServiceBus-Client/Operational',
  ],
};

export interface Channel {
  readonly product: 'windows' | 'linux';
  /** Sigma's service, '' where it has none. */
  readonly service: string;
  /** What stands before the event id in the event's code. */
  readonly short: string;
}

const KNOWN = new Map<string, Channel>(
  Object.entries(SERVICES).flatMap(([service, channels]) =>
    channels.map((name) => {
      const product = name === LINUX_SYSMON ? 'linux' : 'windows';
      return [name.toLowerCase(), Object.freeze({ product, service, short: service })] as const;
    }),
  ),
);
/** Both spellings are met often enough to spare the lower-casing. */
for (const channels of Object.values(SERVICES)) {
  for (const channel of channels) KNOWN.set(channel, KNOWN.get(channel.toLowerCase()) as Channel);
}

/** All channels that have a service. */
export const CHANNELS: readonly Channel[] = [...new Set(KNOWN.values())];

const PREFIX = 'microsoft-windows-';
const MAX_SHORT = 60;

/** Sigma's view of a channel, whatever its letter case. */
export function channelOf(name: string): Channel {
  const known = KNOWN.get(name);
  if (known) return known;
  const lower = name.toLowerCase();
  return KNOWN.get(lower) ?? { product: 'windows', service: '', short: shortOf(lower) };
}

function shortOf(lower: string): string {
  const own = lower.startsWith(PREFIX) ? lower.slice(PREFIX.length) : lower;
  const slash = own.indexOf('/');
  const short = (slash > 0 ? own.slice(0, slash) : own).slice(0, MAX_SHORT).replaceAll(' ', '-');
  return short === '' ? 'windows' : short;
}
