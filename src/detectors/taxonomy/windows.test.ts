import { describe, expect, it } from '@jest/globals';
import { sigmaViewOf } from './sigma-view.ts';
import { telemetryOf } from './telemetry.fixture.ts';

const SYSMON = 'Microsoft-Windows-Sysmon/Operational';
const view = (Channel: string, EventID: number, data: Readonly<Record<string, string>> = {}) =>
  sigmaViewOf(telemetryOf({ format: 'windows' }, { Channel, EventID: String(EventID), ...data }));
const windows = (...names: readonly Readonly<Record<string, string>>[]) =>
  names.map((name) => ({ product: 'windows', ...name }));

describe('Windows events as rules see them', () => {
  it.each([
    ['Security', 4624, {}, windows({ service: 'security' })],
    ['security', 4688, {}, windows({ service: 'security' }, { category: 'process_creation', service: 'security' })],
    [SYSMON, 1, {}, windows({ service: 'sysmon' }, { category: 'process_creation', service: 'sysmon' })],
    [
      SYSMON,
      12,
      { EventType: 'createkey' },
      windows(
        { service: 'sysmon' },
        { category: 'registry_event', service: 'sysmon' },
        { category: 'registry_add', service: 'sysmon' },
      ),
    ],
    [
      SYSMON,
      12,
      { EventType: 'DeleteValue' },
      windows(
        { service: 'sysmon' },
        { category: 'registry_event', service: 'sysmon' },
        { category: 'registry_delete', service: 'sysmon' },
      ),
    ],
    [SYSMON, 12, {}, windows({ service: 'sysmon' }, { category: 'registry_event', service: 'sysmon' })],
    [
      SYSMON,
      13,
      { EventType: 'SetValue' },
      windows(
        { service: 'sysmon' },
        { category: 'registry_event', service: 'sysmon' },
        { category: 'registry_set', service: 'sysmon' },
      ),
    ],
    [
      'Microsoft-Windows-Windows Defender/Operational',
      1116,
      {},
      [
        { product: 'windows', service: 'windefend' },
        { category: 'antivirus', service: 'windefend' },
      ],
    ],
    [
      'Linux-Sysmon/Operational',
      3,
      {},
      [
        { product: 'linux', service: 'sysmon' },
        { product: 'linux', category: 'network_connection', service: 'sysmon' },
      ],
    ],
    ['Some-Vendor/Operational', 1, {}, windows({})],
    ['constructor', 1, {}, windows({})],
  ])('given %s %d %j, when seen, then it has its log sources', (channel, id, data, expected) => {
    expect(view(channel, id, data).sources).toEqual(expected);
  });

  it('given 4688, when seen, then the process has the names of process creation, and nothing is replaced', () => {
    const data = { NewProcessName: 'n.exe', ParentProcessName: 'p.exe', MandatoryLabel: 'S-1-16-12288', Image: 'own' };
    expect(view('Security', 4688, data).fields).toMatchObject({
      ...data,
      ParentImage: 'p.exe',
      IntegrityLevel: 'S-1-16-12288',
    });
  });

  it('given a field of Defender with spaces, when seen, then rules find it without them', () => {
    const { fields } = view('Microsoft-Windows-Windows Defender/Operational', 1116, {
      'Threat Name': 'EICAR',
      Path: 'x',
    });
    expect(fields).toMatchObject({ 'Threat Name': 'EICAR', ThreatName: 'EICAR', Signature: 'EICAR', Filename: 'x' });
  });

  it('given an event that needs no other name, when seen, then its fields are not copied', () => {
    const telemetry = telemetryOf({ format: 'windows' }, { Channel: SYSMON, EventID: '1', Image: 'a' });
    expect(sigmaViewOf(telemetry).fields).toBe(telemetry.fields);
    expect(sigmaViewOf(telemetry).sources).toBe(view(SYSMON, 1).sources);
  });

  it('given our own event of a channel, when seen, then it has what its producer says and what the channel says', () => {
    const event = { format: 'event', product: 'windows', category: 'process_creation', process: 'n.exe' } as const;
    const { sources, fields } = sigmaViewOf(telemetryOf(event, { Channel: 'Security', EventID: '4688' }));
    expect(sources).toContainEqual({ product: 'windows', service: 'security' });
    expect(sources).toContainEqual({ product: 'windows', category: 'process_creation' });
    expect(fields.Image).toBe('n.exe');
  });
});
