import { describe, expect, it } from '@jest/globals';
import { given } from '../../../test/given-when-then.ts';
import { nameCorrection as correction } from '../../../test/scrubbed.ts';
import type { ScrubbedFeedback } from '../../domain/contracts.gen.ts';
import { memoryDictionaryStore } from '../../memory/dictionary-store.ts';
import { RetriableError } from '../../stage.ts';
import { dictionaryConfigSchema } from './config.ts';
import { dictionary } from './stage.ts';

async function givenDictionary({ entries = 100, store = memoryDictionaryStore() } = {}) {
  const stage = await given(dictionary, {
    config: { ...dictionaryConfigSchema.parse({}), entries },
    dictionary: store,
  });
  const when = (...all: readonly ScrubbedFeedback[]) =>
    stage.when(...all.map((one) => [{ tenant: one.tenant, id: 'feedback' }, one] as const));
  const held = async (tenant = 'acme') =>
    (await store.read(tenant)).entries.map(({ id, wrong, right }) => [id, wrong, right]);
  return { ...stage, store, when, held };
}

const kinds = (outcomes: readonly { readonly kind: string; readonly reason?: string }[]) =>
  outcomes.map((outcome) => outcome.reason ?? outcome.kind);

describe('the dictionary stage', () => {
  it('given corrections of several tenants, then each is in the dictionary of its tenant, in order', async () => {
    const { when, held } = await givenDictionary();
    const outcomes = await when(
      correction('1'),
      correction('2', { right: 'of beta' }, { tenant: 'beta' }),
      correction('3', { wrong: ' Cobalt Strik ', right: 'Cobalt Strike' }),
    );
    expect(kinds(outcomes)).toEqual(['forward', 'forward', 'forward']);
    expect(await held()).toEqual([
      ['1', 'Mimikats', 'Mimikatz'],
      ['3', 'Cobalt Strik', 'Cobalt Strike'],
    ]);
    expect(await held('beta')).toEqual([['2', 'Mimikats', 'of beta']]);
  });

  it('given the same batch again, as after a crash, then nothing changes and the outcomes are the same', async () => {
    const { when, store } = await givenDictionary({ entries: 2 });
    const batch = ['1', '2', '3'].map((id) => correction(id));
    const first = await when(...batch);
    const { version } = await store.read('acme');
    expect(await when(...batch)).toEqual(first);
    expect((await store.read('acme')).version).toBe(version);
    expect(kinds(first)).toEqual(['forward', 'forward', 'dictionary_full']);
  });

  it('given a store that is away, then it is waited for, and no outcome is told', async () => {
    const store = { ...memoryDictionaryStore(), add: () => Promise.reject(new RetriableError('away')) };
    const { when } = await givenDictionary({ store });
    await expect(when(correction('1'))).rejects.toBeInstanceOf(RetriableError);
  });

  it.each<[string, string, ScrubbedFeedback]>([
    ['a verdict', 'other_kind', correction('1', {}, { kind: 'verdict' })],
    ['a person', 'no_thing', correction('1', { type: 'person' })],
    ['a type that nobody knows', 'no_thing', correction('1', { type: 'other' })],
    ['a type called like a part of every object', 'no_thing', correction('1', { type: 'constructor' })],
    ['no facts', 'no_thing', { ...correction('1'), facts: {} }],
    ['a made-up name in a form', 'pseudonym_in_form', correction('1', {}, { removed: 1 })],
    ['an empty form', 'form_unfit', correction('1', { wrong: ' ' })],
    ['equal forms', 'form_unfit', correction('1', { wrong: 'Mimikatz ' })],
    ['one letter', 'form_unfit', correction('1', { wrong: 'a' })],
    ['nothing but marks', 'form_unfit', correction('1', { wrong: '...' })],
    ['two lines', 'form_unfit', correction('1', { right: 'a\nb' })],
    ['text that runs the other way', 'form_unfit', correction('1', { right: 'a\u202eb' })],
    ['half a character', 'form_unfit', correction('1', { wrong: 'ab\ud800' })],
    ['a form of 10 MB', 'form_unfit', correction('1', { right: 'a'.repeat(10_000_000) })],
  ])('given %s, then it makes no entry: %s', async (_, reason, value) => {
    const { when, held } = await givenDictionary();
    expect(kinds(await when(value))).toEqual([reason]);
    expect(await held()).toEqual([]);
  });

  it('given another tenant than its key, then it is a dead letter', async () => {
    const stage = await givenDictionary();
    const outcomes = await given(dictionary, {
      config: dictionaryConfigSchema.parse({}),
      dictionary: stage.store,
    }).then((alone) => alone.when([{ tenant: 'beta', id: 'feedback' }, correction('1')]));
    expect(kinds(outcomes)).toEqual(['tenant_mismatch']);
    expect(await stage.held()).toEqual([]);
  });
});
