import { describe, expect, it } from '@jest/globals';
import { NO_ENVELOPE } from '../envelope.ts';
import { ecar } from './ecar.ts';

const map = (object: string, action: string, properties: Record<string, unknown>) => {
  const json = {
    timestamp_ms: 1710245030141,
    id: 'fe8cd609',
    hostname: 'DC-01',
    object,
    action,
    objectID: 'o',
    pid: 8564,
    principal: 'SYSTEM',
    properties,
  };
  const candidate = { text: '', json, hint: '', envelope: NO_ENVELOPE, reference: 0 };
  expect(ecar.recognises(candidate)).toBe(true);
  return ecar.map(candidate);
};

describe('eCAR', () => {
  it.each([
    [
      'PROCESS',
      'CREATE',
      {
        command_line: 'svchost.exe -k netsvcs',
        image_path: 'C:\\Windows\\System32\\svchost.exe',
        parent_image_path: 'C:\\Windows\\System32\\services.exe',
      },
      {
        class: 'process',
        parent: 'C:\\Windows\\System32\\services.exe',
        commandLine: 'svchost.exe -k netsvcs',
        outcome: 'success',
        logsource: { product: 'windows', category: 'process_creation' },
        fields: { Image: 'C:\\Windows\\System32\\svchost.exe', CommandLine: 'svchost.exe -k netsvcs', User: 'SYSTEM' },
      },
    ],
    [
      'PROCESS',
      'OPEN',
      { image_path: 'a.exe', target_image_path: 'lsass.exe', granted_access: '0x1010' },
      {
        file: 'lsass.exe',
        fields: { SourceImage: 'a.exe', TargetImage: 'lsass.exe', GrantedAccess: '0x1010' },
        logsource: { category: 'process_access' },
      },
    ],
    [
      'MODULE',
      'LOAD',
      { image_path: 'a.exe', file_path: 'b.dll' },
      { class: 'module', process: 'a.exe', file: 'b.dll', fields: { ImageLoaded: 'b.dll' } },
    ],
    [
      'FLOW',
      'CONNECT',
      { src_ip: '10.0.0.5', src_port: '64856', dst_ip: '10.0.0.1', dst_port: '445' },
      { class: 'network', srcIp: '10.0.0.5', srcPort: 64856, dstIp: '10.0.0.1', dstPort: 445 },
    ],
    [
      'REGISTRY',
      'MODIFY',
      { registry_key: 'HKLM\\a', registry_value: 'x' },
      { class: 'registry', file: 'HKLM\\a', fields: { TargetObject: 'HKLM\\a', Details: 'x' } },
    ],
    [
      'FILE',
      'WRITE',
      { image_path: '/usr/bin/vi', file_path: '/etc/passwd' },
      { class: 'file', file: '/etc/passwd', logsource: { product: 'linux', category: 'file_event' } },
    ],
    [
      'USER_SESSION',
      'LOGIN',
      { src_ip: '-', outcome: 'failure' },
      { class: 'auth', srcIp: '', outcome: 'failure', code: 'ecar:user_session_login' },
    ],
    ['toString', 'valueOf', {}, { class: 'other', logsource: { category: '' } }],
  ])('given %s %s, when mapped, then it is what it means', (object, action, properties, expected) => {
    expect(map(object, action, properties)).toMatchObject({
      time: 1710245030141,
      id: 'fe8cd609',
      host: 'DC-01',
      user: 'SYSTEM',
      ...expected,
    });
  });

  it('given what the process says of itself, when mapped, then it is tainted under every name', () => {
    expect(map('PROCESS', 'CREATE', { command_line: 'x' })?.tainted).toEqual(
      expect.arrayContaining(['commandLine', 'properties.command_line', 'CommandLine']),
    );
  });
});
