import { describe, expect, it } from '@jest/globals';
import { isKnownField, knownFields } from './known-fields.ts';

describe('known fields', () => {
  it.each([
    [{ product: 'windows', category: 'process_creation' }, 'CommandLine', true],
    [{ product: 'windows', category: 'process_creation' }, 'NewProcessName', true],
    [{ product: 'windows', category: 'process_creation' }, 'Commandline', false],
    [{ product: 'windows', category: 'registry_set' }, 'Details', true],
    [{ product: 'windows', category: 'ps_script' }, 'EventID', true],
    [{ product: 'windows', service: 'security' }, 'TargetUserName', true],
    [{ product: 'windows', service: 'security' }, 'TargetUser', false],
    [{ category: 'webserver' }, 'cs-uri-query', true],
    [{ category: 'webserver' }, 'EventID', false],
    [{ product: 'zeek', service: 'conn' }, 'id.orig_h', true],
    [{ product: 'zeek', service: 'conn' }, 'orig_h', false],
    [{ product: 'aws', service: 'cloudtrail' }, 'userIdentity.sessionContext.attributes', true],
    [{ product: 'aws', service: 'cloudtrail' }, 'user', false],
  ])('of %j: %s, %s', (source, field, isKnown) => {
    const fields = knownFields(source);
    expect(fields && isKnownField(fields, field)).toBe(isKnown);
  });

  it.each([
    { product: 'linux', category: 'process_creation' },
    { product: 'linux', service: 'auditd' },
    { category: 'antivirus' },
    { product: 'windows' },
    {},
  ])('of %j are not told', (source) => expect(knownFields(source)).toBeNull());
});
