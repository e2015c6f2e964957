import { describe, expect, it } from '@jest/globals';
import { NO_ENVELOPE } from '../../envelope.ts';
import type { Candidate, Mapped } from '../../format.ts';
import { windows } from './index.ts';

const candidate = (value: unknown): Candidate => ({
  text: typeof value === 'string' ? value : '',
  json: typeof value === 'string' ? null : (value as Candidate['json']),
  hint: '',
  envelope: NO_ENVELOPE,
  reference: 0,
});
const map = (value: unknown): Mapped => {
  const given = candidate(value);
  expect(windows.recognises(given)).toBe(true);
  return windows.map(given) as Mapped;
};
const row = (channel: string, id: number, data: Record<string, unknown>) =>
  map({ capture: 'x', ts: '2020-10-22T18:33:00.013Z', host: 'WS-1', channel, provider: 'P', event_id: id, data });
const SYSMON = 'Microsoft-Windows-Sysmon/Operational';

describe('the meaning of Windows events', () => {
  it.each([
    [
      SYSMON,
      3,
      {
        Image: 'a.exe',
        SourceIp: '10.0.0.1',
        SourcePort: '5',
        DestinationIp: '10.0.0.2',
        DestinationPort: '443',
        DestinationHostname: 'x.example',
      },
      {
        class: 'network',
        srcIp: '10.0.0.1',
        dstIp: '10.0.0.2',
        dstPort: 443,
        domain: 'x.example',
        logsource: { category: 'network_connection' },
      },
    ],
    [
      SYSMON,
      7,
      { Image: 'a.exe', ImageLoaded: 'b.dll' },
      { class: 'module', process: 'a.exe', file: 'b.dll', logsource: { category: 'image_load' } },
    ],
    [
      SYSMON,
      10,
      { SourceImage: 'a.exe', TargetImage: 'lsass.exe', SourceUser: 'CORP\\anna' },
      {
        class: 'process',
        action: 'access',
        process: 'a.exe',
        file: 'lsass.exe',
        user: 'CORP\\anna',
        logsource: { category: 'process_access' },
      },
    ],
    [
      SYSMON,
      12,
      { EventType: 'CreateKey', TargetObject: 'HKLM\\a' },
      { class: 'registry', action: 'create', file: 'HKLM\\a', logsource: { category: 'registry_add' } },
    ],
    [SYSMON, 12, { EventType: 'toString' }, { class: 'registry', logsource: { category: 'registry_event' } }],
    [SYSMON, 13, { TargetObject: 'HKLM\\a', Details: 'x' }, { action: 'set', logsource: { category: 'registry_set' } }],
    [
      SYSMON,
      22,
      { QueryName: 'evil.example' },
      { class: 'dns', domain: 'evil.example', logsource: { category: 'dns_query' } },
    ],
    [
      'security',
      4688,
      {
        NewProcessName: 'n.exe',
        ParentProcessName: 'p.exe',
        CommandLine: 'n',
        SubjectUserName: 'anna',
        SubjectDomainName: 'CORP',
      },
      {
        process: 'n.exe',
        parent: 'p.exe',
        user: 'CORP\\anna',
        code: 'security:4688',
        fields: { NewProcessName: 'n.exe', ParentProcessName: 'p.exe' },
        logsource: { category: 'process_creation', service: 'security' },
      },
    ],
    [
      'Security',
      4624,
      {
        TargetUserName: 'anna',
        TargetDomainName: 'CORP',
        SubjectUserName: 'DC$',
        IpAddress: '::ffff:10.0.0.9',
        IpPort: '5000',
      },
      { class: 'auth', outcome: 'success', user: 'CORP\\anna', srcIp: '10.0.0.9', srcPort: 5000 },
    ],
    [
      'Security',
      4672,
      { SubjectUserName: 'anna', SubjectDomainName: 'CORP' },
      { action: 'special_privileges', user: 'CORP\\anna' },
    ],
    ['Security', 4776, { TargetUserName: 'anna', Status: '0xc000006a' }, { action: 'ntlm', outcome: 'failure' }],
    [
      'Security',
      4663,
      { ObjectType: 'Key', ObjectName: '\\REGISTRY\\x' },
      { class: 'registry', file: '\\REGISTRY\\x' },
    ],
    [
      'Security',
      5145,
      { ShareName: '\\\\*\\C$', RelativeTargetName: 'a.exe', IpAddress: '10.0.0.3' },
      { class: 'file', file: '\\\\*\\C$\\a.exe', srcIp: '10.0.0.3' },
    ],
    [
      'System',
      7045,
      { ServiceName: 'S', ImagePath: 'cmd /c x' },
      { class: 'service', action: 'install', file: 'S', commandLine: 'cmd /c x', code: 'system:7045' },
    ],
    [
      'Microsoft-Windows-PowerShell/Operational',
      4104,
      { ScriptBlockText: 'iex $x', Path: 'a.ps1' },
      { class: 'script', commandLine: 'iex $x', file: 'a.ps1', logsource: { category: 'ps_script' } },
    ],
    [
      'Microsoft-Windows-PowerShell/Operational',
      4103,
      {
        Payload: 'Out-Null',
        ContextInfo:
          '        Severity = Informational\r\n        Host Application = C:\\PS\\powershell.exe -noP\r\n        User = CORP\\anna\r\n',
      },
      { user: 'CORP\\anna', process: 'C:\\PS\\powershell.exe', commandLine: 'Out-Null' },
    ],
    [
      'Windows PowerShell',
      800,
      { param1: 'whoami', param2: 'UserId=CORP\\anna\n\tHostApplication=powershell.exe -enc AA' },
      {
        user: 'CORP\\anna',
        process: 'powershell.exe',
        commandLine: 'powershell.exe -enc AA',
        fields: { Data: 'whoami\nUserId=CORP\\anna\n\tHostApplication=powershell.exe -enc AA' },
        logsource: { service: 'powershell-classic' },
      },
    ],
    [
      'Microsoft-Windows-Windows Defender/Operational',
      1116,
      { 'Threat Name': 'EICAR', Path: 'x' },
      { class: 'finding', fields: { 'Threat Name': 'EICAR' } },
    ],
    [
      'Microsoft-Windows-Kernel-IO/Operational',
      1,
      {},
      { class: 'log', code: 'kernel-io:1', logsource: { service: '' } },
    ],
    ['constructor', 1, {}, { class: 'log', code: 'constructor:1' }],
  ])('given %s %d, when mapped, then it is what it means', (channel, id, data, expected) => {
    expect(row(channel, id, data)).toMatchObject(expected);
  });

  it('given audit keywords, when mapped, then they tell the outcome', () => {
    const event = (Keywords: string) => ({
      System: { EventID: 4656, Channel: 'Security', Computer: 'a', Keywords },
      EventData: {},
    });
    expect(map(event('0x8010000000000000')).outcome).toBe('failure');
    expect(map(event('0x8020000000000000')).outcome).toBe('success');
  });
});
