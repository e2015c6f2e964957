import { describe, expect, it } from '@jest/globals';
import type { EventCore } from '../../domain/contracts.gen.ts';
import { entityOf } from './entity.ts';

const event = (facts: Partial<EventCore>) => ({ host: '', user: '', srcIp: '', observer: '', ...facts }) as EventCore;

describe('entity', () => {
  it.each([
    [{ host: 'ws-1', user: 'Anna', srcIp: '10.0.0.1' }, 'ws-1'],
    [{ user: 'CORP\\Anna', srcIp: '10.0.0.1' }, 'corp\\anna'],
    [{ srcIp: '10.0.0.1', observer: 'ids' }, '10.0.0.1'],
    [{ observer: 'ids' }, 'ids'],
    [{}, 'none'],
  ])('given %j, when asked whom it is about, then it is %j', (facts, expected) => {
    expect(entityOf(event(facts))).toBe(expected);
  });
});
