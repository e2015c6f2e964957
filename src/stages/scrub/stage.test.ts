import { describe, expect, it } from '@jest/globals';
import { ALERT_ID, FEEDBACK_ID, feedback, givenScrub, type Kind, scrubPorts } from '../../../test/feedback.ts';
import { SCRUB_VERSION } from '../../detectors/personal-data/scrub-version.ts';
import type { Feedback } from '../../domain/contracts.gen.ts';
import { eventName, isAlertId, isUuid, nameIdsOf } from './ids.ts';
import { scrub } from './stage.ts';

const DRAFT =
  'The account of Jessica Marti Nieto was locked. It was unlocked after an hour by mail to j.marti@acme.example.';
const CORRECTED = DRAFT.replace('an hour', 'two hours').replace('locked.', 'blocked.');

describe('the scrub stage', () => {
  it('given a verdict, then passes it on without what is personal in its reason', async () => {
    const stage = await givenScrub();
    await stage.when(feedback('verdict', { reason: 'it was user=ana.ruiz from 192.0.2.7, a backup' }));
    const [told] = stage.scrubbed();
    expect(told).toMatchObject({ id: FEEDBACK_ID, tenant: 'acme', kind: 'verdict', alert: ALERT_ID, removed: 2 });
    expect(told?.label).toBe('false_positive');
    expect(told?.facts.reason).toMatch(/^it was user=[a-z]{3}\.[a-z]{4} from 2[45]\d\.[\d.]+, a backup$/);
  });

  it('given a correction, then makes pairs of the scrubbed forms, with the same pseudonyms in both', async () => {
    const stage = await givenScrub();
    await stage.when(feedback('correction', { draft: DRAFT, corrected: CORRECTED }));
    const [told] = stage.scrubbed();
    expect(told).toMatchObject({ kind: 'correction', language: 'en' });
    expect(told?.pairs).toHaveLength(1);
    const { draft = '', corrected = '' } = told?.pairs[0] ?? {};
    expect(corrected).toBe(draft.replace('an hour', 'two hours').replace('locked.', 'blocked.'));
    expect(draft).not.toMatch(/Jessica|Marti|j\.marti/);
    expect(isUuid(told?.facts.document ?? '')).toBe(true);
  });

  it('given a name that only one of both forms gives away, then takes it out of both', async () => {
    const stage = await givenScrub();
    const draft = 'INFO login ok\nzorblax77 came in at noon and left at one, as on all days';
    const corrected = 'INFO login ok user=zorblax77\nzorblax77 came in at noon and left at two, as on all days';
    await stage.when(feedback('correction', { draft, corrected }));
    expect(stage.scrubbed()).toHaveLength(1);
    expect(JSON.stringify(stage.scrubbed())).not.toContain('zorblax77');
  });

  it('given forms of a person, then neither is left, and of a technique both are', async () => {
    const stage = await givenScrub();
    await stage.when(
      feedback('entity', { wrong: 'Zorblax', right: 'Zorblaks', type: 'Person' }),
      feedback('entity', { wrong: 'Zorblax', right: 'Zorblaks', type: 'nickname' }),
      feedback('entity', { wrong: 'T1059.1', right: 'T1059.001', type: 'technique' }),
    );
    const [person, other, technique] = stage.scrubbed();
    expect(JSON.stringify([person, other])).not.toMatch(/zorbla/i);
    expect(person?.facts.type).toBe('person');
    expect(other?.facts.type).toBe('other');
    expect(technique?.facts).toEqual({ wrong: 'T1059.1', right: 'T1059.001', type: 'technique', scrub: SCRUB_VERSION });
  });

  it.each([
    ['Mimikats', 'Mimikatz', 'tool'],
    ['lockbitt', 'LockBit', 'malware'],
    ['Cobalt Strik', 'Cobalt Strike', 'Tool '],
    ['CVE-2021-44228', 'CVE-2021-44832', 'vulnerability'],
    ['KB500556', 'KB5005565', 'product'],
    ['Windows 10.0.19045', 'Windows 11 24H2', 'product'],
  ])('given the thing %s that is %s, then its name stays, though no list knows it', async (wrong, right, type) => {
    const stage = await givenScrub();
    await stage.when(feedback('entity', { wrong, right, type }));
    expect(stage.scrubbed()).toMatchObject([{ facts: { wrong, right }, removed: 0 }]);
  });

  it.each([['Ana Ruiz'], ['ana.ruiz@acme.example'], [`the tool of Zorblax ${'that we have '.repeat(5)}`]])(
    'given %s for a tool, then what is personal in it goes all the same',
    async (wrong) => {
      const stage = await givenScrub();
      await stage.when(feedback('entity', { wrong, right: 'Mimikatz', type: 'tool' }));
      expect(JSON.stringify(stage.scrubbed())).not.toMatch(/Ana Ruiz|ana\.ruiz|Zorblax/);
      expect(stage.scrubbed()[0]?.removed).toBeGreaterThan(0);
    },
  );

  it.each([
    ['12345678'],
    ['192 412 132'],
    ['20-12345678-6'],
    ['MWE717188'],
    ['3zGYmvBFtPWc3TgPb94KZKfCej78tJ2T58SGArWU'],
  ])('given %s for a tool, then nothing of the number is left', async (wrong) => {
    const stage = await givenScrub();
    await stage.when(feedback('entity', { wrong, right: 'Mimikatz', type: 'tool' }));
    expect(stage.scrubbed()[0]?.facts.right).toBe('Mimikatz');
    expect(JSON.stringify(stage.scrubbed())).not.toContain(wrong);
  });

  it('given a label of an event by the id that its source gave it, then its id is the one that the launch makes up too', async () => {
    const stage = await givenScrub();
    await stage.when(feedback('label', { event: '12345678Z' }));
    const id = eventName(nameIdsOf(scrubPorts().secret, 'acme'), '12345678Z');
    expect(id).not.toContain('12345678');
    expect(stage.scrubbed()).toMatchObject([{ facts: { event: id } }]);
  });

  it('given labels of an event and of a window, then events of ours keep their ids, entities do not', async () => {
    const stage = await givenScrub();
    await stage.when(
      feedback('label', { event: 'raw/3/1700000' }),
      feedback('label', { entity: 'alice', from: 1_700_000_000_000, to: 1_700_000_060_000 }),
    );
    const [event, window] = stage.scrubbed();
    expect(event).toMatchObject({ kind: 'label', label: 'malicious', facts: { event: 'raw/3/1700000' } });
    expect(window?.facts).toMatchObject({ from: '1700000000000', to: '1700000060000' });
    expect(window?.facts.entity).toMatch(/^[a-z]{5}$/);
    expect(window?.facts.entity).not.toBe('alice');
  });

  it('given a silence and a closing, then they go to the table of the alerts, as they must read there', async () => {
    const stage = await givenScrub();
    await stage.when(
      feedback('silence', { entity: '192.0.2.7', until: 1_700_000_000_000, reason: 'scanner of user=ana.ruiz' }),
      feedback('close', { reason: 'done' }),
    );
    expect(stage.scrubbed()).toEqual([]);
    const [silence, close] = stage.silences();
    expect(silence).toMatchObject({ kind: 'silence', rule: 'r1', entity: '192.0.2.7', until: 1_700_000_000_000 });
    expect(silence?.reason).not.toContain('ana.ruiz');
    expect(close).toMatchObject({ id: FEEDBACK_ID, kind: 'close', alert: ALERT_ID, reason: 'done' });
    expect(stage.sent.map(({ key }) => key)).toEqual(Array(2).fill({ tenant: 'acme', id: FEEDBACK_ID }));
  });

  it('given feedback of several kinds, then all of it has one key, and says which scrub it went through', async () => {
    const stage = await givenScrub();
    await stage.when(
      feedback('verdict', { rule: 'of ana.ruiz77' }),
      feedback('label', { event: FEEDBACK_ID }),
      feedback('verdict', { rule: FEEDBACK_ID }, { id: 'another' }),
    );
    expect(stage.sent.map(({ key }) => `${key.tenant}/${key.id}`)).toEqual(Array(3).fill('acme/feedback'));
    expect(stage.scrubbed().map(({ facts }) => facts)).toEqual([
      { rule: expect.stringMatching(/^[0-9a-f-]{36}$/), scrub: SCRUB_VERSION },
      { event: FEEDBACK_ID, scrub: SCRUB_VERSION },
      { rule: FEEDBACK_ID, scrub: SCRUB_VERSION },
    ]);
  });

  it('given the same id again, then says the same again', async () => {
    const stage = await givenScrub();
    const [first, again] = await stage.when(
      feedback('verdict', { reason: 'by ana.ruiz@acme.example' }, { id: 'ana-1' }),
      feedback('verdict', { reason: 'by ana.ruiz@acme.example' }, { id: 'ana-1' }),
    );
    expect(again).toEqual(first);
  });

  it('given names that strangers chose, then none is kept, the same stay the same, and no tenant shares them', async () => {
    const stage = await givenScrub();
    const named = { id: 'ana-1', author: 'ana' };
    await stage.whenOf('acme', feedback('verdict', { alert: 'ana' }, named));
    await stage.whenOf('acme', feedback('verdict', { alert: 'ana' }, named));
    await stage.whenOf('beta', feedback('verdict', { alert: 'ana' }, { ...named, tenant: 'beta' }));
    const [one, two, three] = stage.scrubbed().map(({ id, author, alert }) => [id, author, alert]);
    expect(two).toEqual(one);
    expect(new Set([...(one ?? []), ...(three ?? [])]).size).toBe(6);
    for (const id of [...(one ?? []), ...(three ?? [])]) expect(isUuid(id)).toBe(true);
  });

  it('given a blocklist, then its words are gone for the tenant that has it', async () => {
    const stage = await givenScrub({ blocked: (tenant) => (tenant === 'acme' ? ['blüe harvest'] : []) });
    const reason = 'part of BLUE harvest';
    await stage.whenOf('acme', feedback('verdict', { reason }));
    await stage.whenOf('beta', feedback('verdict', { reason }, { tenant: 'beta' }));
    expect(stage.scrubbed().map(({ facts }) => facts.reason === reason)).toEqual([false, true]);
  });

  it.each([
    [1_700_000_000_000, 1_700_000_100_000, 1_700_000_000_000],
    [1_700_000_160_000, 1_700_000_100_000, 1_700_000_160_000],
    [1_700_000_160_001, 1_700_000_100_000, 1_700_000_100_000],
    [0, 1_700_000_100_000, 1_700_000_100_000],
  ])('given feedback dated %i and appended at %i, then it is of %i', async (time, appendedAt, expected) => {
    const room = await scrub.open(scrubPorts());
    const key = { tenant: 'acme', id: 'k' };
    const value = feedback('verdict', {}, { time });
    const [outcome] = await room.process([{ key, value, partition: 0, offset: 0, appendedAt }], {} as never);
    expect(outcome).toMatchObject({ kind: 'forward', records: [{ value: { time: expected } }] });
  });
});

describe('bad feedback', () => {
  const LONG = 'a '.repeat(5 * 1024 * 1024);
  it.each<[string, string, Kind, object, Partial<Feedback>]>([
    ['a reason of 10 MB', 'too_large', 'verdict', { reason: LONG }, {}],
    ['a draft of 10 MB', 'too_large', 'correction', { draft: LONG, corrected: 'a' }, {}],
    ['an id of 10 MB', 'too_large', 'verdict', {}, { id: LONG }],
    ['an author of 10 MB', 'too_large', 'verdict', {}, { author: LONG }],
    ['a kind that nobody knows', 'unknown_kind', 'verdict', {}, { body: { 'vedette.Praise': {} } as never }],
    ['another tenant than its key', 'tenant_mismatch', 'verdict', {}, { tenant: 'beta' }],
    ['no id', 'id_missing', 'verdict', {}, { id: '' }],
    ['no alert', 'alert_missing', 'verdict', { alert: '' }, {}],
    ['a closing of no alert', 'alert_missing', 'close', { alert: '' }, {}],
    ['a closing of what is no alert', 'alert_invalid', 'close', { alert: 'ana' }, {}],
    ['a silence of everything', 'subject_missing', 'silence', { rule: '' }, {}],
    ['a silence that ends before it begins', 'window_invalid', 'silence', { from: 9, until: 8 }, {}],
    ['a number for a time', 'window_invalid', 'silence', { until: 4_111_111_111_111_111 }, {}],
    ['a label without a word', 'label_missing', 'label', { event: 'raw/0/1', label: ' ' }, {}],
    ['a label of nothing', 'subject_missing', 'label', {}, {}],
    ['a label of no time', 'window_invalid', 'label', { entity: 'ws01' }, {}],
    [
      'more chunks than are looked at',
      'too_many_chunks',
      'correction',
      { draft: 'a\n\n'.repeat(10_001), corrected: 'b' },
      {},
    ],
    ['a card number as its rule', 'pii_left', 'silence', { rule: '4111111111111111' }, {}],
  ])('given %s, then it is a dead letter: %s', async (_, reason, kind, said, facts) => {
    const stage = await givenScrub();
    expect(await stage.when(feedback(kind, said, facts))).toEqual([
      expect.objectContaining({ kind: 'deadLetter', reason }),
    ]);
  });

  it('given a key whose tenant is no name, then it is a dead letter', async () => {
    const stage = await givenScrub();
    const [outcome] = await stage.whenOf('Ana Ruiz', feedback('verdict', {}, { tenant: '' }));
    expect(outcome).toMatchObject({ kind: 'deadLetter', reason: 'tenant_invalid' });
  });

  it.each<[string, string, Kind, object]>([
    ['an empty draft', 'empty_draft', 'correction', { corrected: 'a' }],
    ['an empty corrected form', 'empty_corrected', 'correction', { draft: 'a', corrected: ' \n' }],
    ['nothing corrected', 'identical', 'correction', { draft: 'a', corrected: 'a' }],
    ['nothing but spaces corrected', 'no_pairs', 'correction', { draft: 'a b', corrected: 'a  b' }],
    [
      'text that no decoder could read',
      'no_pairs',
      'correction',
      { draft: 'ma\uFFFDana fue', corrected: 'maÃ±ana fue' },
    ],
    ['an empty form', 'empty_form', 'entity', { wrong: '', right: 'a' }],
    ['equal forms', 'identical', 'entity', { wrong: 'a', right: 'a', type: 'tool' }],
  ])('given %s, then it is dropped: %s', async (_, reason, kind, said) => {
    const stage = await givenScrub();
    expect(await stage.when(feedback(kind, said))).toEqual([{ kind: 'drop', reason }]);
  });

  it('given text of mixed encodings in a reason, then what can be read of it goes on', async () => {
    const stage = await givenScrub();
    const reason = 'ma\uFFFDana \uD800 ａｎａ@ａｃｍｅ.example \u202e maÃ±ana';
    await stage.when(feedback('verdict', { reason }));
    expect(stage.scrubbed()[0]?.facts.reason).toMatch(/^ma\uFFFDana .*maÃ±ana$/s);
    expect(stage.scrubbed()[0]?.facts.reason).not.toContain('ａｎａ');
  });

  it('given a batch of long texts, then others have the thread in between', async () => {
    let pauses = 0;
    const stage = await givenScrub({ pause: async () => void pauses++ });
    const long = { draft: 'a '.repeat(40_000), corrected: 'a  '.repeat(40_000) };
    await stage.when(...Array.from({ length: 4 }, () => feedback('correction', long)));
    expect(pauses).toBe(4);
    await stage.when(...Array.from({ length: 100 }, () => feedback('verdict', { reason: 'short' })));
    expect(pauses).toBe(4);
  });

  it('given sound and bad feedback in one batch, then each has its outcome, in order', async () => {
    const stage = await givenScrub();
    const outcomes = await stage.when(
      feedback('verdict'),
      feedback('label'),
      feedback('correction'),
      feedback('close'),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['forward', 'deadLetter', 'drop', 'forward']);
  });
});

it('takes for an alert id only what has the form of one', () => {
  expect(isAlertId(ALERT_ID)).toBe(true);
  for (const id of [ALERT_ID.toUpperCase(), FEEDBACK_ID, '41111111-1111-5111-8111-111111111111', `${ALERT_ID} `])
    expect(isAlertId(id)).toBe(false);
});
