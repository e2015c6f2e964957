import { describe, expect, it } from '@jest/globals';
import { NO_ENVELOPE } from '../envelope.ts';
import { ocsf } from './ocsf.ts';

const map = (json: Record<string, unknown>) => {
  const candidate = { text: '', json: { time: 1710244803130, ...json }, hint: '', envelope: NO_ENVELOPE, reference: 0 };
  expect(ocsf.recognises(candidate)).toBe(true);
  return ocsf.map(candidate);
};

describe('OCSF', () => {
  it('given a process activity, when mapped, then its facts are known', () => {
    const event = {
      class_uid: 1007,
      activity_id: 1,
      activity_name: 'Launch',
      status_id: 1,
      metadata: { uid: 'm-1', product: { name: 'EDR' } },
      device: { hostname: 'WS-1', os: { type: 'Windows' } },
      actor: { user: { name: 'anna', domain: 'CORP' }, process: { file: { path: 'C:\\explorer.exe' } } },
      process: { file: { path: 'C:\\cmd.exe', hashes: [{ algorithm_id: 3, value: 'aa' }] }, cmd_line: 'cmd /c id' },
    };
    expect(map(event)).toMatchObject({
      time: 1710244803130,
      class: 'process',
      action: 'launch',
      outcome: 'success',
      id: 'm-1',
      host: 'WS-1',
      user: 'CORP\\anna',
      process: 'C:\\cmd.exe',
      parent: 'C:\\explorer.exe',
      commandLine: 'cmd /c id',
      hash: 'aa',
      code: 'ocsf:1007',
      logsource: { product: 'windows', category: 'process_creation' },
    });
  });

  it.each([
    [
      { class_uid: 3002, status_id: 2, src_endpoint: { ip: '10.0.0.9' }, user: { name: 'anna' } },
      { class: 'auth', outcome: 'failure', srcIp: '10.0.0.9', action: '', host: '' },
    ],
    [
      { class_uid: 3002, activity_id: 1, dst_endpoint: { hostname: 'WS-1' } },
      { class: 'auth', action: 'logon', host: 'WS-1' },
    ],
    [
      { class_uid: 3002, activity_id: 2, device: { hostname: 'WS-1' }, dst_endpoint: { hostname: 'WS-2' } },
      { action: 'logoff', host: 'WS-1' },
    ],
    [
      { class_uid: 4001, activity_id: 6, dst_endpoint: { hostname: 'a.example' } },
      { action: 'traffic', host: '', domain: 'a.example' },
    ],
    [
      { class_uid: 3005, activity_id: 1, type_name: 'User Access Management: Assign Privileges' },
      { action: 'assign privileges' },
    ],
    [{ class_uid: 1007, activity_id: 99 }, { action: '' }],
    [{ class_uid: 9999, activity_id: 1, type_name: 'x' }, { action: '' }],
    [{ class_uid: 1007, activity_id: 'toString' }, { action: '' }],
    [
      { class_uid: 4003, query: { hostname: 'a.example' } },
      { class: 'dns', domain: 'a.example' },
    ],
    [
      { class_uid: 4001, activity_id: 1, dst_endpoint: { ip: '10.0.0.1', port: 443 } },
      { class: 'network', dstPort: 443 },
    ],
    [
      { class_uid: 2004, finding_info: { uid: 'f' } },
      { class: 'finding', id: 'f' },
    ],
    [
      { class_uid: 6003, api: { operation: 'CreateUser' } },
      { class: 'cloud', action: 'createuser' },
    ],
    [
      { class_uid: 201002, reg_key: { path: 'HKLM\\a' } },
      { class: 'registry', file: 'HKLM\\a' },
    ],
    [
      { class_uid: -5, status_id: 'toString' },
      { class: 'other', outcome: 'unknown' },
    ],
  ])('given %j, when mapped, then it is what the class means', (event, expected) => {
    expect(map(event)).toMatchObject(expected);
  });

  it.each([
    [1007, 1, 'process_creation'],
    [1001, 4, 'file_delete'],
    [1002, 1, 'driver_load'],
    [4002, 3, 'proxy'],
    [4002, 6, 'proxy'],
    [4003, 2, 'dns_query'],
    [201001, 1, 'registry_add'],
    [201001, 4, 'registry_delete'],
    [201002, 1, ''],
    [201002, 2, 'registry_set'],
    [1007, 'constructor', ''],
  ])(
    'given class %s and activity %s, when mapped, then the category of rules is %j',
    (class_uid, activity_id, category) => {
      expect(map({ class_uid, activity_id })).toMatchObject({ logsource: { category } });
    },
  );
});
