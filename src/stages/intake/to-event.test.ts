import { describe, expect, it } from '@jest/globals';
import { noFields } from './fields.ts';
import type { Mapped } from './format.ts';
import { type Circumstances, toEvent } from './to-event.ts';

const around: Circumstances = {
  tenant: 'acme',
  format: 'windows',
  flags: [],
  eventTime: { time: 5, flag: null },
  appendedAt: 9,
  partition: 2,
  offset: 40,
  ceId: '',
  fullHostNames: false,
};
const bare: Mapped = {
  time: 5,
  class: 'process',
  logsource: { product: 'windows', category: '', service: '' },
  fields: noFields(),
  tainted: [],
};

describe('the event contract', () => {
  it.each([
    ['its own id', { ...bare, id: 'own' }, { ...around, ceId: 'ce' }, 'own'],
    ['an id of the producer', bare, { ...around, ceId: 'ce' }, 'ce'],
    ['neither', bare, around, 'raw/2/40'],
    ['an id that UTF-8 cannot carry', { ...bare, id: 'x\ud800' }, { ...around, ceId: 'ce' }, 'ce'],
    ['an id that was no UTF-8', bare, { ...around, ceId: 'x\ufffd' }, 'raw/2/40'],
    ['an id beyond all measure', { ...bare, id: 'x'.repeat(301) }, around, 'raw/2/40'],
  ])('given %s, when made, then the id is the best there is', (_, mapped, circumstances, id) => {
    expect(toEvent(mapped, circumstances).event.id).toBe(id);
  });

  it('given nothing but a class, when made, then every other fact is empty and hosts are in lower case', () => {
    const { event } = toEvent({ ...bare, host: 'WS-1', user: 'CORP\\Anna' }, around);
    expect(event).toMatchObject({
      tenant: 'acme',
      time: 5,
      receivedAt: 9,
      host: 'ws-1',
      user: 'CORP\\Anna',
      outcome: 'unknown',
    });
    expect(event).toMatchObject({ commandLine: '', srcPort: 0, flags: [], rawPartition: 2, rawOffset: 40 });
  });

  it('given members of lists, when made, then the contract has them, and an empty map where there are none', () => {
    expect(toEvent({ ...bare, lists: { tags: ['a', 'b'] } }, around).lists).toEqual({ tags: ['a', 'b'] });
    expect(toEvent(bare, around).lists).toEqual({});
  });

  it('given an overlong command line and a clamped time, when made, then both are flagged', () => {
    const circumstances: Circumstances = {
      ...around,
      flags: ['utf8_replaced'],
      eventTime: { time: 5, flag: 'time_clamped' },
    };
    const { event } = toEvent({ ...bare, commandLine: 'x'.repeat(2_001) }, circumstances);
    expect(event.commandLine).toHaveLength(2_000);
    expect(event.flags).toEqual(['utf8_replaced', 'truncated', 'time_clamped']);
  });

  it('given a text cut within a character, when made, then it reads the same behind a topic', () => {
    const { event } = toEvent({ ...bare, user: `${'x'.repeat(999)}😀`, host: '\ud800' }, around);
    for (const text of [event.user, event.host]) expect(Buffer.from(text).toString()).toBe(text);
  });
});
