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

const PROCESS = {
  Image: 'C:\\Windows\\System32\\whoami.exe',
  CommandLine: 'whoami /all',
  ParentImage: 'C:\\Windows\\explorer.exe',
  User: 'CORP\\anna',
  Hashes: 'SHA1=AA,MD5=BB,SHA256=CC,IMPHASH=DD',
};

describe('the shapes of Windows events', () => {
  const system = { EventID: 1, Channel: SYSMON, Computer: 'WS-1.corp.local', EventRecordID: 99 };
  const xml = `<?xml version="1.0"?><Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon' Guid='{5770385F}'/><EventID>1</EventID><TimeCreated SystemTime='2020-10-22T18:33:00.0131234Z'/><EventRecordID>99</EventRecordID><Channel>${SYSMON}</Channel><Computer>WS-1.corp.local</Computer><Security UserID='S-1-5-18'/></System><EventData>${Object.entries(
    PROCESS,
  )
    .map(([name, value]) => `<Data Name='${name}'>${value}</Data>`)
    .join('')}</EventData></Event>`;

  it.each([
    [
      'a flat row',
      {
        ts: '2020-10-22T18:33:00.013Z',
        host: 'WS-1.corp.local',
        channel: SYSMON,
        provider: 'Microsoft-Windows-Sysmon',
        event_id: 1,
        record_id: 99,
        data: PROCESS,
      },
    ],
    [
      'Winlogbeat',
      {
        '@timestamp': '2020-10-22T18:33:00.013Z',
        winlog: {
          channel: SYSMON,
          event_id: '1',
          record_id: 99,
          provider_name: 'Microsoft-Windows-Sysmon',
          computer_name: 'WS-1.corp.local',
          event_data: PROCESS,
        },
        host: { name: 'ws-1' },
        message: 'Process Create',
      },
    ],
    [
      'Winlogbeat before version 7',
      {
        '@timestamp': '2020-10-22T18:33:00.013Z',
        log_name: SYSMON,
        event_id: 1,
        record_number: '99',
        source_name: 'Microsoft-Windows-Sysmon',
        computer_name: 'WS-1.corp.local',
        event_data: PROCESS,
      },
    ],
    [
      'System and EventData',
      {
        System: { ...system, Provider: 'Microsoft-Windows-Sysmon', TimeCreated: '2020-10-22T18:33:00.0131234Z' },
        EventData: PROCESS,
      },
    ],
    [
      'XML as JSON with attributes',
      {
        Event: {
          System: {
            ...system,
            EventID: { '#text': '1', '@Qualifiers': '0' },
            Provider: { '@Name': 'Microsoft-Windows-Sysmon' },
            TimeCreated: { '#attributes': { SystemTime: '2020-10-22T18:33:00.013Z' } },
          },
          EventData: { Data: Object.entries(PROCESS).map(([name, value]) => ({ '@Name': name, '#text': value })) },
        },
      },
    ],
    ['XML', xml],
  ])('given %s, when mapped, then it is the same event', (_, value) => {
    const { fields, lists, tainted, ...mapped } = map(value);
    expect({ ...lists }).toEqual({});
    expect(mapped).toEqual({
      time: Date.UTC(2020, 9, 22, 18, 33, 0, 13),
      class: 'process',
      action: 'create',
      outcome: 'success',
      id: `windows/ws-1.corp.local/${SYSMON}/99`,
      host: 'WS-1.corp.local',
      user: 'CORP\\anna',
      process: PROCESS.Image,
      parent: PROCESS.ParentImage,
      commandLine: PROCESS.CommandLine,
      srcIp: '',
      srcPort: 0,
      dstIp: '',
      dstPort: 0,
      file: '',
      domain: '',
      hash: 'cc',
      code: 'sysmon:1',
      logsource: { product: 'windows', category: 'process_creation', service: 'sysmon' },
    });
    expect({ ...fields }).toEqual({
      ...PROCESS,
      EventID: '1',
      Channel: SYSMON,
      Provider_Name: 'Microsoft-Windows-Sysmon',
      Computer: 'WS-1.corp.local',
    });
    expect(tainted).toEqual(['Image', 'CommandLine', 'ParentImage', 'process', 'parent', 'commandLine']);
  });

  it('given a row whose data names the event itself otherwise, when mapped, then System wins', () => {
    expect(row('Security', 4625, { EventID: '1', Computer: 'other' }).fields).toMatchObject({
      EventID: '4625',
      Computer: 'WS-1',
    });
  });

  it('given unnamed data in a list, when mapped, then it is one Data', () => {
    const event = {
      System: { EventID: 400, Channel: 'Windows PowerShell', Computer: 'a' },
      EventData: { Data: ['Available', 'None'] },
    };
    expect(map(event).fields.Data).toBe('Available\nNone');
  });

  it('given UserData, when mapped, then its inner values are the data', () => {
    const event = {
      System: { EventID: 1102, Channel: 'Security', Computer: 'a' },
      UserData: { LogFileCleared: { SubjectUserName: 'anna', SubjectDomainName: 'CORP' } },
    };
    expect(map(event)).toMatchObject({ class: 'log', action: 'clear', user: 'CORP\\anna' });
  });
});
