import { describe, expect, it } from '@jest/globals';
import { recognisedEvent as event, recognised } from '../../../../../test/fixtures/recognised.ts';

const NXLOG = {
  EventTime: '2024-03-12 14:00:00',
  Hostname: 'WS-1.corp.example',
  Keywords: '9232379236109516800',
  EventType: 'AUDIT_FAILURE',
  Severity: 'ERROR',
  EventID: 4625,
  SourceName: 'Microsoft-Windows-Security-Auditing',
  RecordNumber: 77,
  Channel: 'Security',
  Message: 'An account failed to log on.',
  SubjectUserName: '-',
  TargetUserName: 'anna',
  TargetDomainName: 'CORP',
  LogonType: '3',
  IpAddress: '10.0.0.9',
  IpPort: '50022',
  EventReceivedTime: '2024-03-12 14:00:01',
  SourceModuleName: 'in',
};

describe('flat rows of Windows', () => {
  it.each([{}, { format: 'windows_security' }])(
    'given NXLog and the headers %j, when read, then it is Windows',
    (headers) => {
      const found = event(NXLOG, headers);
      expect(found).toMatchObject({
        format: 'windows',
        time: Date.UTC(2024, 2, 12, 14),
        class: 'auth',
        action: 'logon',
        outcome: 'failure',
        id: 'windows/ws-1.corp.example/Security/77',
        host: 'WS-1.corp.example',
        user: 'CORP\\anna',
        srcIp: '10.0.0.9',
        code: 'security:4625',
        logsource: { product: 'windows', service: 'security' },
        fields: { EventID: '4625', LogonType: '3', Provider_Name: NXLOG.SourceName, Severity: 'ERROR' },
      });
      expect(found.tainted).toEqual(expect.arrayContaining(['TargetUserName', 'Message']));
    },
  );

  it('given a row of event forwarding with Sysmon data, when read, then UTC counts before local time', () => {
    const row = {
      EventTime: '2024-03-12 14:00:00',
      Computer: 'WS-1',
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      EventID: '1',
      UtcTime: '2024-03-12 12:00:00.123',
      Image: 'C:\\cmd.exe',
      ParentImage: 'C:\\explorer.exe',
      CommandLine: 'cmd /c whoami',
    };
    expect(event(row)).toMatchObject({
      format: 'windows',
      time: Date.UTC(2024, 2, 12, 12, 0, 0, 123),
      class: 'process',
      process: 'C:\\cmd.exe',
      commandLine: 'cmd /c whoami',
      logsource: { category: 'process_creation' },
    });
  });

  it('given the data in an object of its own, when read, then it is found', () => {
    const row = {
      TimeCreated: '2024-03-12T12:00:00Z',
      Computer: 'WS-1',
      Channel: 'Security',
      EventID: 4688,
      ProviderName: 'Microsoft-Windows-Security-Auditing',
      Keywords: '0x8020000000000000',
      EventData: { NewProcessName: 'C:\\cmd.exe', CommandLine: 'cmd' },
    };
    expect(event(row)).toMatchObject({ class: 'process', outcome: 'success', process: 'C:\\cmd.exe', host: 'WS-1' });
  });

  it.each([
    [{ Keywords: 'Audit Success', EventType: undefined }, 'success'],
    [{ Keywords: 'x', EventType: 'INFO', EventID: 4662 }, 'unknown'],
  ])('given %j, when read, then the outcome is %s', (more, outcome) => {
    expect(event({ ...NXLOG, EventID: 4662, ...more })).toMatchObject({ outcome });
  });

  it.each(['x', { toString: 1 }, [], null])('given the event id %j, when read, then it is refused', (EventID) => {
    expect(recognised({ ...NXLOG, EventID })).toEqual({ kind: 'deadLetter', reason: 'malformed_windows' });
  });

  it('given no host or no channel, when read, then it is JSON like any other', () => {
    expect(event({ EventID: 1, Channel: 'Security' })).toMatchObject({ format: 'json' });
    expect(event({ EventID: 1, Hostname: 'WS-1' })).toMatchObject({ format: 'json' });
  });
});
