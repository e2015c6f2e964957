import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventCore, TelemetryEvent } from '../../domain/contracts.gen.ts';
import { MOST_ADDED } from './fields-draft.ts';
import { sigmaViewOf } from './sigma-view.ts';
import { telemetryOf } from './telemetry.fixture.ts';

const FORMATS = [
  ...['windows', 'zeek', 'suricata', 'cloudtrail', 'web_access', 'proxy_access', 'syslog', 'cisco_asa', 'cef'],
  ...['ecar', 'ecs', 'ocsf', 'json', 'event', 'auditd', 'plain', 'no-format'],
];
const name = fc.oneof(
  fc.constantFrom('Channel', 'EventID', 'event.type', 'http.url', 'a.b.c', 'c-uri', 'request', 'operationName'),
  fc.array(fc.string({ maxLength: 3 }), { maxLength: 40 }).map((parts) => parts.join('.')),
);
const value = fc.oneof(fc.string(), fc.constantFrom('Security', '4688', 'Microsoft-Windows-Sysmon/Operational', '12'));
const core = fc.record({
  format: fc.constantFrom(...FORMATS),
  class: fc.constantFrom<EventCore['class']>('process', 'http', 'dns', 'file', 'registry', 'network', 'log'),
  product: fc.constantFrom('windows', 'linux', 'zeek', '', '\n'),
  category: fc.constantFrom('process_creation', 'firewall', 'registry_set', 'proxy', ''),
  service: fc.constantFrom('http', 'dns', 'sshd', 'azure.signinlogs', ''),
  user: fc.string(),
  dstPort: fc.integer(),
});
const telemetry: fc.Arbitrary<TelemetryEvent> = fc
  .tuple(core, fc.dictionary(name, value, { maxKeys: 60 }))
  .map(([event, fields]) => telemetryOf(event, fields));

describe('the view that Sigma rules have of an event', () => {
  it('given any event, when made, then nothing is thrown, changed or added without bound', () => {
    fc.assert(
      fc.property(telemetry, (event) => {
        const before = structuredClone(event.fields);
        const { sources, fields } = sigmaViewOf(event);
        const own = Object.keys(before);
        expect({ ...event.fields }).toEqual({ ...before });
        expect(Object.keys(fields).length).toBeLessThanOrEqual(own.length + MOST_ADDED);
        for (const key of own) expect(fields[key]).toBe(before[key]);
        for (const source of sources) for (const said of Object.values(source)) expect(said).not.toBe('');
      }),
    );
  });

  it('given nested names as deep as they may be, when made, then the added ones have a bound', () => {
    const fields = Object.fromEntries(Array.from({ length: 256 }, (_, at) => [`${at}${'.x'.repeat(90)}`, 'v']));
    const view = sigmaViewOf(telemetryOf({ format: 'json' }, fields));
    expect(Object.keys(view.fields)).toHaveLength(256 + MOST_ADDED);
  });

  it('given nested names, when made, then each map that holds one is added, and nothing else', () => {
    const nested = fc
      .array(fc.constantFrom('a', 'b', ''), { minLength: 1, maxLength: 4 })
      .map((path) => path.join('.'));
    fc.assert(
      fc.property(fc.uniqueArray(nested, { maxLength: 12 }), (names) => {
        const fields = Object.fromEntries(names.map((one) => [one, 'v']));
        const outer = names.flatMap((one) => [...one.matchAll(/\./g)].map(({ index }) => one.slice(0, index)));
        const wanted = new Set([...names, ...outer.filter((one) => one !== '')]);
        const { fields: seen } = sigmaViewOf(telemetryOf({ format: 'ecar', category: '' }, fields));
        expect(Object.keys(seen).toSorted()).toEqual([...wanted].toSorted());
      }),
    );
  });
});
