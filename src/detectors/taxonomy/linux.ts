import type { TelemetryEvent } from '../../domain/contracts.gen.ts';
import type { LogSources } from '../sigma/rule.ts';
import type { FieldsDraft } from './fields-draft.ts';
import { firewall } from './firewall.ts';
import { joined, sourceOf, type Taxonomy } from './names.ts';

/** Programs whose messages go to the log of logins; those of all others go to the general one, as Debian's rsyslog has it. */
const OF_AUTH: ReadonlySet<string> = new Set(['auth', 'sshd', 'sudo']);
const AUTH = sourceOf('linux', '', 'auth');
const SYSLOG = sourceOf('linux', '', 'syslog');

const SERVICES = 'auth sshd sudo cron syslog systemd kernel vsftpd dnsmasq named clamav guacamole';
const BY_SERVICE: ReadonlyMap<string, LogSources> = new Map(
  SERVICES.split(' ').map((service) => {
    const log = OF_AUTH.has(service) ? AUTH : SYSLOG;
    return [service, service === 'auth' || service === 'syslog' ? log : joined(sourceOf('linux', '', service), log)];
  }),
);

/** Messages of programs: the program's own service and the log that it writes to. */
export const linux: Taxonomy = (telemetry, draft) => {
  const { event } = telemetry;
  const { product, category, service } = event;
  if (category === 'firewall') return firewall(telemetry, draft);
  const known = product === 'linux' && category === '' ? BY_SERVICE.get(service) : undefined;
  if (OF_AUTH.has(service)) nameLogin(event, draft);
  return known ?? sourceOf(product, category, service);
};

/** What intake read out of the message: correlations of logins go by it. */
function nameLogin({ srcIp, user, host }: TelemetryEvent['event'], draft: FieldsDraft): void {
  draft.add('src_ip', srcIp);
  draft.add('username', user);
  draft.add('host', host);
}
