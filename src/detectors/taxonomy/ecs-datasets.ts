/** Log sources of the data sets that Elastic's integrations make, by `event.dataset`. */
import type { LogSources } from '../sigma/rule.ts';
import { joined, sourceOf } from './names.ts';

const linuxLog = (service: string) => sourceOf('linux', '', service);
const webserver = (service: string) => joined(sourceOf('', 'webserver', ''), sourceOf('', '', service));

export const DATASETS: ReadonlyMap<string, LogSources> = new Map([
  ['aws.cloudtrail', sourceOf('aws', '', 'cloudtrail')],
  ['azure.activitylogs', sourceOf('azure', '', 'activitylogs')],
  ['azure.auditlogs', sourceOf('azure', '', 'auditlogs')],
  ['azure.signinlogs', sourceOf('azure', '', 'signinlogs')],
  ['azure.identity_protection', sourceOf('azure', '', 'riskdetection')],
  ['gcp.audit', sourceOf('gcp', '', 'gcp.audit')],
  ['google_workspace.admin', sourceOf('gcp', '', 'google_workspace.admin')],
  ['google_workspace.login', sourceOf('gcp', '', 'google_workspace.login')],
  ['github.audit', sourceOf('github', '', 'audit')],
  ['o365.audit', sourceOf('m365', '', 'audit')],
  ['okta.system', sourceOf('okta', '', 'okta')],
  ['kubernetes.audit_logs', sourceOf('kubernetes', 'application', 'audit')],
  ['auditd.log', linuxLog('auditd')],
  ['auditd_manager.auditd', linuxLog('auditd')],
  ['system.auth', linuxLog('auth')],
  ['system.syslog', linuxLog('syslog')],
  ['apache.access', webserver('apache')],
  ['apache.error', sourceOf('', '', 'apache')],
  ['nginx.access', webserver('nginx')],
  ['nginx.error', sourceOf('', '', 'nginx')],
  ['iis.access', sourceOf('', 'webserver', '')],
]);
