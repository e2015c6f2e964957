import { afterEach, describe, expect, it } from '@jest/globals';
import { entry } from '../../test/contract/dictionary-store-contract.ts';
import { correctorOf } from '../detectors/dictionary/corrector.ts';
import { virtualClock } from '../memory/clock.ts';
import { memoryDictionaryStore } from '../memory/dictionary-store.ts';
import { RetriableError } from '../stage.ts';
import { type Dictionary, dictionaryOf } from './dictionary.ts';

const silent = { info() {}, warn() {}, error() {} };
let close = async () => {};
afterEach(() => close());

/** A reader on a store whose hints come or do not, and which can be away. */
function given({ hints = true, isAway = false } = {}) {
  const inner = memoryDictionaryStore();
  let reads = 0;
  const store = {
    ...inner,
    onHint: hints ? inner.onHint : () => {},
    version: () => (isAway ? Promise.reject(new RetriableError('away')) : inner.version()),
    read: (tenant: string) => {
      reads += 1;
      return inner.read(tenant);
    },
  };
  const clock = virtualClock(1_000);
  const reader: Dictionary<ReturnType<typeof correctorOf>> = dictionaryOf({
    ...{ store, clock, logger: silent, compile: correctorOf },
  });
  close = reader.close;
  const settled = () => new Promise(setImmediate);
  return {
    ...{ store, reader, settled },
    reads: () => reads,
    away: (away: boolean) => {
      isAway = away;
    },
    async passes(ms: number) {
      for (let passed = 0; passed < ms; passed += 10) {
        await clock.advance(10);
        await settled();
      }
    },
  };
}

const said = (reader: Dictionary<ReturnType<typeof correctorOf>>, tenant = 'acme', text = 'ran Mimikats') =>
  reader.of(tenant)?.apply(text) ?? 'no dictionary';

describe('a reader of the dictionaries', () => {
  it('given a change, when its hint comes, then it is seen without waiting for the next look', async () => {
    const { store, reader, passes } = given();
    await passes(60);
    await store.add('acme', [entry('a')], 10);
    await passes(60);
    expect(said(reader)).toBe('ran Mimikatz');
    expect(reader.version()).toBe(1);
  });

  it('given a change whose hint is lost, then it is seen within 600 ms, and so is what is taken back', async () => {
    const { store, reader, passes } = given({ hints: false });
    await passes(60);
    await store.add('acme', [entry('a')], 10);
    await passes(600);
    expect(said(reader)).toBe('ran Mimikatz');
    await store.undo('acme', 'a');
    await passes(600);
    expect(said(reader)).toBe('ran Mimikats');
  });

  it('given a newer correction of the same name, then it counts, and when it is taken back the one before does', async () => {
    const { store, reader, passes } = given();
    await store.add('acme', [entry('a', { right: 'older' }), entry('b', { right: 'newer' })], 10);
    await passes(600);
    expect(said(reader)).toBe('ran newer');
    await store.undo('acme', 'b');
    await passes(600);
    expect(said(reader)).toBe('ran older');
  });

  it('given two tenants, then neither sees the dictionary of the other', async () => {
    const { store, reader, passes } = given();
    await store.add('acme', [entry('a')], 10);
    await store.add('beta', [entry('a', { right: 'of beta' })], 10);
    await passes(600);
    expect([said(reader), said(reader, 'beta'), said(reader, 'gamma')]).toEqual([
      'ran Mimikatz',
      'ran of beta',
      'no dictionary',
    ]);
  });

  it('given a change of one tenant, then the others are not read again', async () => {
    const { store, reads, passes } = given();
    for (let at = 0; at < 20; at++) await store.add(`t${at}`, [entry('a')], 10);
    await passes(600);
    const before = reads();
    await store.add('t3', [entry('b')], 10);
    await passes(2_000);
    expect(reads() - before).toBe(1);
  });

  it('given a store that is away, then what was seen stays in force, its age shows, and what is new is seen after', async () => {
    const { store, reader, passes, away } = given();
    await store.add('acme', [entry('a')], 10);
    await passes(600);
    const seenAt = reader.seenAt();
    away(true);
    await store.undo('acme', 'a');
    await passes(3_000);
    expect([said(reader), reader.version(), reader.seenAt() - seenAt < 600]).toEqual(['ran Mimikatz', 1, true]);
    away(false);
    await passes(600);
    expect([said(reader), reader.version()]).toEqual(['ran Mimikats', 2]);
  });

  it('given a store that was away from the beginning, then it has no version', async () => {
    const { reader, passes } = given({ isAway: true });
    await passes(2_000);
    expect([reader.version(), reader.of('acme')]).toEqual([null, null]);
  });
});
