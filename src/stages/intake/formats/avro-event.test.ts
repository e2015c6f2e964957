import { describe, expect, it } from '@jest/globals';
import type { TelemetryInput } from '../../../domain/contracts.gen.ts';
import { mapInput } from './avro-event.ts';

describe('our own Avro event', () => {
  it('given an event of a producer, when mapped, then it is taken as it is and its text is tainted', () => {
    const event = {
      id: 'a',
      tenant: 'acme',
      time: 5,
      format: 'agent',
      class: 'process',
      host: 'WS-1',
      commandLine: 'id',
      user: '',
      process: '',
      parent: '',
      file: '',
      domain: '',
      url: '',
      product: 'linux',
      category: 'process_creation',
      service: '',
      fields: { note: 'x' },
    } as unknown as TelemetryInput;
    const mapped = mapInput(event);
    expect(mapped).toMatchObject({
      id: 'a',
      time: 5,
      class: 'process',
      commandLine: 'id',
      logsource: { product: 'linux', category: 'process_creation' },
      tainted: ['commandLine', 'note'],
    });
    expect(mapped).not.toHaveProperty('tenant');
    expect(Object.getPrototypeOf(mapped.fields)).toBeNull();
  });

  it('given ports that are none, when mapped, then there are none', () => {
    const mapped = mapInput({ srcPort: -1, dstPort: 65_536, fields: {} } as unknown as TelemetryInput);
    expect(mapped).toMatchObject({ srcPort: 0, dstPort: 0 });
  });
});
