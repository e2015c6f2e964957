import { type Heuristic, onEvent, onLine, pick } from './heuristic.ts';

export const WINDOWS_EVASION: readonly Heuristic[] = [
  onEvent(
    ['log'],
    { id: 'log-cleared', title: 'Event log cleared', severity: 3, probability: 0.75, techniques: ['T1070.001'] },
    ({ event, fields }) =>
      event.action === 'clear'
        ? {
            action: 'clear',
            code: event.code,
            channel: pick(fields, 'Channel', 'channel'),
            user: event.user || pick(fields, 'SubjectUserName'),
          }
        : null,
  ),
  onLine(
    {
      id: 'log-clear-command',
      title: 'Event log cleared from a command line',
      severity: 4,
      probability: 0.85,
      techniques: ['T1070.001'],
    },
    (line) => /wevtutil(?:\.exe)?"? +(?:cl|clear-log)\b|clear-eventlog|remove-eventlog|\.clearlog\(/.test(line),
  ),
  onLine(
    {
      id: 'defender-off-command',
      title: 'Malware protection weakened from a command line',
      severity: 4,
      probability: 0.85,
      techniques: ['T1562.001'],
    },
    (line) =>
      /(?:set|add)-mppreference.{0,200}-(?:disable|exclusion|mapsreporting|submitsamples)/.test(line) ||
      /(?:sc|net)(?:\.exe)?"? +(?:stop|delete|config) +"?(?:windefend|sense|wdnissvc|wscsvc|securityhealthservice|sysmon)/.test(
        line,
      ) ||
      (line.includes('windows defender') &&
        /disableantispyware|disablerealtimemonitoring|exclusions\\/.test(line) &&
        line.includes('reg')) ||
      (line.includes('mpcmdrun') && line.includes('-removedefinitions')) ||
      /fltmc(?:\.exe)?"? +unload|sysmon(?:64)?(?:\.exe)?"? +-u\b/.test(line),
  ),
  onEvent(
    ['service'],
    {
      id: 'defender-disabled',
      title: 'Malware protection reports that it was disabled',
      severity: 4,
      probability: 0.75,
      techniques: ['T1562.001'],
    },
    ({ event, fields }) =>
      event.action === 'protection_change' && /(?:^|\D)(?:5001|5010|5012)$/.test(event.code)
        ? { code: event.code, feature: pick(fields, 'Feature Name', 'Product Name'), host: event.host }
        : null,
  ),
  onLine(
    {
      id: 'firewall-off',
      title: 'Host firewall switched off or opened from a command line',
      severity: 3,
      probability: 0.65,
      techniques: ['T1562.004'],
    },
    (line) =>
      (line.includes('netsh') &&
        /advfirewall +set +\w{1,20} +state +off|firewall +set +opmode +(?:mode=)?disable|add +(?:rule|portopening|allowedprogram).{0,200}(?:action=allow|enable)/.test(
          line,
        )) ||
      /set-netfirewallprofile.{0,120}-enabled +"?\$?false/.test(line),
  ),
  onLine(
    {
      id: 'audit-off',
      title: 'Auditing or logging switched off from a command line',
      severity: 4,
      probability: 0.8,
      techniques: ['T1562.002'],
    },
    (line) =>
      /auditpol(?:\.exe)?"? +\/(?:clear|remove|set.{0,120}(?:success|failure):disable)/.test(line) ||
      /(?:sc|net)(?:\.exe)?"? +(?:stop|config) +"?eventlog/.test(line) ||
      /wevtutil(?:\.exe)?"? +(?:sl|set-log).{0,120}\/e:false/.test(line) ||
      (line.includes('etweventwrite') && line.includes('patch')),
  ),
  onEvent(
    ['log'],
    {
      id: 'audit-policy-removed',
      title: 'Auditing of success or failure removed',
      severity: 3,
      probability: 0.6,
      techniques: ['T1562.002'],
    },
    ({ event, fields }) =>
      event.action === 'audit_policy_change' &&
      /%%844[89]|%%8450|removed/i.test(pick(fields, 'AuditPolicyChanges')) &&
      !pick(fields, 'SubjectUserName').endsWith('$')
        ? {
            changes: pick(fields, 'AuditPolicyChanges'),
            subcategory: pick(fields, 'SubcategoryGuid'),
            by: pick(fields, 'SubjectUserName'),
          }
        : null,
  ),
  onLine(
    {
      id: 'recovery-removed',
      title: 'Backups or recovery removed',
      severity: 5,
      probability: 0.92,
      techniques: ['T1490'],
    },
    (line) =>
      (line.includes('vssadmin') && /delete +shadows|resize +shadowstorage/.test(line)) ||
      (line.includes('shadowcopy') && /\bdelete\b/.test(line)) ||
      (line.includes('wbadmin') && line.includes('delete')) ||
      (line.includes('bcdedit') && /recoveryenabled +no|ignoreallfailures/.test(line)),
  ),
  onEvent(
    ['file'],
    {
      id: 'timestomp',
      title: 'File times changed by a shell or by a program that users may write',
      severity: 2,
      probability: 0.4,
      techniques: ['T1070.006'],
    },
    ({ event, image }) =>
      event.action === 'time_change' &&
      /\.(?:exe|dll|sys|scr|ps1|bat|cmd|vbs|js|hta|php|aspx|jsp|txt)$/i.test(event.file) &&
      (image.bucket === 'shell' || (image.isUserWritable && /\\(?:temp|downloads|public)\\/.test(image.path)))
        ? { file: event.file, process: event.process, user: event.user }
        : null,
  ),
  onLine(
    {
      id: 'file-hidden',
      title: 'File hidden with the hidden and system attributes',
      severity: 2,
      probability: 0.35,
      techniques: ['T1564.001'],
    },
    (line, { verb }) => verb === 'attrib' && /\+h/.test(line),
  ),
  onLine(
    {
      id: 'self-delete',
      title: 'Command waits and then deletes a program',
      severity: 3,
      probability: 0.6,
      techniques: ['T1070.004'],
    },
    (line) =>
      /(?:ping(?:\.exe)? .{0,60}(?:127\.0\.0\.1|localhost|1\.1\.1\.1)|timeout +\/t|choice +\/[a-z]).{0,80}&+ *(?:del|erase)\b/.test(
        line,
      ),
  ),
  onLine(
    {
      id: 'uac-bypass-command',
      title: 'Elevation without asking prepared from a command line',
      severity: 4,
      probability: 0.85,
      techniques: ['T1548.002'],
    },
    (line) =>
      /ms-settings\\shell\\open|mscfile\\shell\\open|\bfodhelper\b.{0,40}start|invoke-(?:bypassuac|fodhelper|eventvwr|sdclt)|consentpromptbehavioradmin.{0,60}(?:0x0| 0\b)|enablelua.{0,40}(?:0x0| 0\b)/.test(
        line,
      ),
  ),
];
