import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TableHistory } from './table-history.ts';

const KEEP = 5;
const KEYS = ['a', 'b', 'c'];

interface Change {
  readonly key: string;
  readonly value: number | null;
}

/** The table made of all its records, read anew. */
function modelAt(changes: readonly Change[], version: number): readonly (readonly [string, number])[] {
  const values = new Map<string, number>();
  for (const { key, value } of changes.slice(0, version)) {
    values.delete(key);
    if (value !== null) values.set(key, value);
  }
  return [...values];
}

const change = fc.record({ key: fc.constantFrom(...KEYS), value: fc.option(fc.nat(9), { freq: 3 }) });

describe('history of a table', () => {
  it('given any changes, when a version among the newest or held is asked for, then it is the table as it stood', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), fc.nat(40), (changes, at) => {
        const history = new TableHistory(KEEP);
        const held = Math.min(at, changes.length);
        for (const [offset, { key, value }] of changes.entries()) {
          if (offset === held) expect(history.hold(0, held)).toBe(true);
          history.add(offset, key, value);
        }
        history.hold(0, held);
        const newest = Math.max(0, changes.length - KEEP);
        const versions = [held, ...Array.from({ length: changes.length - newest + 1 }, (_, i) => newest + i)];
        for (const version of versions) {
          const model = modelAt(changes, version);
          const view = history.at(version);
          // looked up before it is listed: two ways
          for (const key of KEYS) expect(view.get(key)).toEqual(new Map(model).get(key));
          expect([...view]).toEqual(model);
        }
      }),
    );
  });

  it('given a version that was forgotten, when it is asked for, then it is refused, not replaced by another', () => {
    const history = new TableHistory(KEEP);
    const early = history.at(1);
    for (let offset = 0; offset <= KEEP; offset++) history.add(offset, 'a', offset);
    expect(() => history.at(0)).toThrow('not held');
    expect(history.at(1).get('a')).toBe(0);
    history.add(KEEP + 1, 'a', KEEP + 1);
    expect(() => early.get('a')).toThrow('no longer held');
    expect(history.hold(0, 1)).toBe(false);
    expect(history.hold(0, 1, new Map([['a', 0]]))).toBe(true);
    expect(history.at(1).get('a')).toBe(0);
  });

  it('given a version that two hold, when one moves on, then it stays; when both have, it is forgotten', () => {
    const history = new TableHistory(1);
    history.add(0, 'a', 'old');
    history.hold(0, 1);
    history.hold(1, 1);
    expect(history.at(1)).toBe(history.at(1));
    for (let offset = 1; offset < 4; offset++) history.add(offset, 'a', offset);
    history.hold(0, 4);
    expect(history.at(1).get('a')).toBe('old');
    history.release(1);
    expect(() => history.at(1)).toThrow('not held');
  });
});
