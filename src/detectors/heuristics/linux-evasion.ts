import { type Heuristic, onLine } from './heuristic.ts';

export const LINUX_EVASION: readonly Heuristic[] = [
  onLine(
    {
      id: 'history-cleared',
      title: 'Command history cleared or switched off',
      severity: 3,
      probability: 0.75,
      techniques: ['T1070.003', 'T1562.003'],
    },
    (line) =>
      /history +-[cw]|unset +histfile|hist(?:file)?size=0|histfile=\/dev\/null|set +\+o +history|(?:rm|shred|truncate|ln|unlink)\b.{0,60}_history|> *\S{0,40}_history|clear-history|consolehost_history\.txt/.test(
        line,
      ),
  ),
  onLine(
    {
      id: 'linux-log-cleared',
      title: 'System logs removed or emptied',
      severity: 4,
      probability: 0.75,
      techniques: ['T1070.002'],
    },
    (line) =>
      /(?:\brm\b|\bshred\b|\btruncate\b|\bunlink\b|\bsrm\b|cat +\/dev\/null|echo +(?:""|''|-n)?)[^|]{0,80}\/var\/log\/|(?:^|[;&] *|: *)> *\/var\/log\/|journalctl .{0,20}--vacuum-(?:time|size)=[01]|sed +-i .{0,80}\/var\/log\//.test(
        line,
      ),
  ),
  onLine(
    {
      id: 'linux-defence-off',
      title: 'Audit, firewall or protection of the machine switched off',
      severity: 4,
      probability: 0.75,
      techniques: ['T1562.001', 'T1562.004', 'T1562.012'],
    },
    (line) =>
      /(?:systemctl|service|chkconfig|update-rc\.d)\b.{0,40}(?:stop|disable|mask|kill|off)\b.{0,40}(?:auditd|ufw|firewalld|iptables|apparmor|falcon|osquery|wazuh|ossec|clamav|rsyslog|syslog|fail2ban|crowdsec|sysmon)/.test(
        line,
      ) ||
      /service +(?:auditd|ufw|firewalld|apparmor|rsyslog|fail2ban) +stop|setenforce +0|ufw +disable|iptables +(?:-f|--flush)\b|auditctl +-(?:e +0|d)\b|selinux=disabled/.test(
        line,
      ) ||
      /(?:pkill|killall|kill -9).{0,40}(?:auditd|falcon|osquery|wazuh|clamd|rsyslogd|syslogd)/.test(line),
  ),
  onLine(
    {
      id: 'linux-timestomp',
      title: 'File times set to those of another file or moment',
      severity: 2,
      probability: 0.45,
      techniques: ['T1070.006'],
    },
    (line, { verb }) =>
      verb === 'touch' && / -(?:r|t|d|acm[rt]|[acm]{1,3}[rt]?) ?["'/\d]/.test(line) && / -[acm]{0,3}[rtd]/.test(line),
  ),
  onLine(
    {
      id: 'immutable-attribute',
      title: 'File protected against removal',
      severity: 2,
      probability: 0.4,
      techniques: ['T1222.002'],
    },
    (line, { verb }) => verb === 'chattr' && /\+i/.test(line),
  ),
];
