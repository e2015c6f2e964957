import { type Heuristic, onEvent, onLine, pick } from './heuristic.ts';

const WEAK_TICKETS = new Set(['0x17', '0x18', '0x1', '0x3']);
/** Tickets for machines are sealed with passwords that nobody can guess. */
const MACHINE_SERVICE = /\$$|^krbtgt|^(?:host|cifs|ldap|gc|dns|wsman|termsrv|rpcss|restrictedkrbhost)\//i;
const isMachine = (fields: Readonly<Record<string, string>>): boolean =>
  /\$(?:@|$)/.test(pick(fields, 'TargetUserName'));
/** Replication rights: DS-Replication-Get-Changes, -All and -In-Filtered-Set. */
const REPLICATION = /1131f6a[ad]-9c07-11d1-f79f-00c04fc2dcd2|89e95b76-444d-4c62-991a-0facbeda640c/i;

const PRIVILEGED_GROUP =
  /^(?:administrators|domain admins|enterprise admins|schema admins|remote desktop users|backup operators|account operators|dnsadmins|group policy creator owners|sudo|wheel|root|docker)$/i;

export const DIRECTORY: readonly Heuristic[] = [
  onLine(
    {
      id: 'kerberoast-command',
      title: 'Service tickets requested from a command line for cracking',
      severity: 4,
      probability: 0.8,
      techniques: ['T1558.003'],
    },
    (line) =>
      /invoke-kerberoast|getuserspns|kerberosrequestorsecuritytoken|\bkerberoast\b/.test(line) ||
      (line.includes('setspn') && /-q +\*\/\*|-t .{0,60}-q/.test(line)),
  ),
  onEvent(
    ['auth'],
    {
      id: 'kerberoast-ticket',
      title: 'Service ticket with weak encryption issued for a user account',
      severity: 3,
      probability: 0.55,
      techniques: ['T1558.003'],
    },
    ({ event, fields }) => {
      const service = pick(fields, 'ServiceName');
      if (event.action !== 'ticket' || service === '' || MACHINE_SERVICE.test(service) || isMachine(fields))
        return null;
      const encryption = pick(fields, 'TicketEncryptionType').toLowerCase();
      const isIssued = /^(?:0x0)?$/.test(pick(fields, 'Status', 'FailureCode'));
      return WEAK_TICKETS.has(encryption) && isIssued
        ? { serviceName: service, ticketEncryptionType: encryption, user: event.user, srcIp: event.srcIp }
        : null;
    },
  ),
  onEvent(
    ['auth'],
    {
      id: 'asrep-roast-ticket',
      title: 'Ticket with weak encryption issued without pre-authentication',
      severity: 3,
      probability: 0.6,
      techniques: ['T1558.004'],
    },
    ({ event, fields }) =>
      event.action === 'ticket_granting' &&
      !isMachine(fields) &&
      pick(fields, 'PreAuthType') === '0' &&
      pick(fields, 'Status') === '0x0' &&
      WEAK_TICKETS.has(pick(fields, 'TicketEncryptionType').toLowerCase())
        ? { targetUser: pick(fields, 'TargetUserName'), srcIp: event.srcIp, preAuthType: '0' }
        : null,
  ),
  onEvent(
    ['account'],
    {
      id: 'dcsync',
      title: 'Directory replication requested by an account that is no domain controller',
      severity: 5,
      probability: 0.9,
      techniques: ['T1003.006'],
    },
    ({ event, fields }) => {
      const subject = pick(fields, 'SubjectUserName') || event.user;
      if (event.action !== 'directory_access' || subject.endsWith('$') || /^msol_|^azureadc/i.test(subject))
        return null;
      const properties = pick(fields, 'Properties');
      return REPLICATION.test(properties) ? { subjectUserName: subject, properties } : null;
    },
  ),
  onEvent(
    ['account'],
    { id: 'account-created', title: 'Account created', severity: 2, probability: 0.4, techniques: ['T1136'] },
    ({ event, fields }) => {
      const target = pick(fields, 'TargetUserName', 'name') || event.user;
      const isPerson = (event.action === 'create' || event.action === 'user_create') && !target.endsWith('$');
      return isPerson && event.outcome !== 'failure'
        ? { account: target, by: pick(fields, 'SubjectUserName'), host: event.host }
        : null;
    },
  ),
  onEvent(
    ['account'],
    {
      id: 'privileged-group-add',
      title: 'Account added to a privileged group',
      severity: 3,
      probability: 0.6,
      techniques: ['T1098.007'],
    },
    ({ event, fields }) => {
      const group = pick(fields, 'TargetUserName', 'group');
      return event.action === 'group_add' && PRIVILEGED_GROUP.test(group)
        ? { group, member: pick(fields, 'MemberName', 'MemberSid') || event.user, by: pick(fields, 'SubjectUserName') }
        : null;
    },
  ),
  onEvent(
    ['account'],
    {
      id: 'directory-backdoor',
      title: 'Directory object changed in a way that grants lasting access',
      severity: 3,
      probability: 0.65,
      techniques: ['T1098', 'T1484'],
    },
    ({ event, fields }) => {
      const attribute = pick(fields, 'AttributeLDAPDisplayName').toLowerCase();
      return event.action === 'directory_change' &&
        /^(?:msds-keycredentiallink|msds-allowedtoactonbehalfofotheridentity|sidhistory|scriptpath|admincount)$/.test(
          attribute,
        )
        ? { attribute, object: pick(fields, 'ObjectDN'), by: pick(fields, 'SubjectUserName') }
        : null;
    },
  ),
  onLine(
    {
      id: 'account-by-command',
      title: 'Account made or put into a group from a command line',
      severity: 3,
      probability: 0.6,
      techniques: ['T1136.001', 'T1098.007'],
    },
    (line, { verb }) =>
      ((verb === 'net' || verb === 'net1') && /\b(?:user|localgroup|group)\b.{1,160}\/add\b/.test(line)) ||
      /new-localuser|add-localgroupmember|new-aduser|add-adgroupmember/.test(line),
  ),
];
