import { describe, expect, it } from '@jest/globals';
import { event } from '../../../test/signals.ts';
import { feedback } from '../../../test/training.ts';
import type { AlertEvidence, EventCore, Evidence, ScrubbedFeedback } from '../../domain/contracts.gen.ts';
import { type JoinFacts, join } from './join.ts';

const HASH = '7d10fe3f972ab502';
const none = Buffer.alloc(0);
const row = (featureHash = HASH) => ({ featureHash, vector: Buffer.alloc(4), tokens: none, codes: none, text: none });
const evidence = (facts: Partial<EventCore>, of: Evidence['row'] = row()): Evidence => ({
  ...{ event: event(facts), score: 0.9, confidence: 0.8, base: null, ensemble: '', detections: [] },
  row: of,
});
const alert = (uid: string, ...all: readonly Evidence[]): readonly [string, AlertEvidence] => [
  uid,
  { uid, tenant: 'acme', revision: 1, evidence: all },
];
const facts = (...alerts: readonly (readonly [string, AlertEvidence])[]): JoinFacts => ({
  ...{
    evidence: new Map(alerts),
    featureHash: HASH,
    entityName: (written) => `name of ${written}`,
    eventName: (id) => `id of ${id}`,
  },
});
const verdict = (id: string, on: string, label = 'true_positive', author = 'ana') =>
  feedback(id, { alert: on, label, author });
const labelled = (id: string, said: ScrubbedFeedback['facts'], label = 'malicious') =>
  feedback(id, { kind: 'label', alert: '', label, facts: said });

describe('verdicts', () => {
  it('given verdicts on alerts that are known, then each row of their evidence says whether it was an attack', () => {
    const joined = join(
      [verdict('f1', 'a1'), verdict('f2', 'a2', 'benign_true_positive')],
      facts(alert('a1', evidence({ id: 'e1' }), evidence({ id: 'e2' })), alert('a2', evidence({ id: 'e3' }))),
    );
    expect(
      joined.rows.map(({ subject, place, isAttack, evidence: { event: of } }) => [subject, place, isAttack, of.id]),
    ).toEqual([
      ['a1', 0, true, 'e1'],
      ['a1', 1, true, 'e2'],
      ['a2', 0, false, 'e3'],
    ]);
    expect(joined.lessons).toMatchObject([
      { id: 'f1', subject: 'a1', isAttack: true, author: 'ana', rule: 'r1' },
      { id: 'f2', subject: 'a2', isAttack: false, label: 'benign_true_positive' },
    ]);
    expect(joined.counts).toEqual({ lessons: 2, rows: 3 });
  });

  it('given several analysts of one alert, then it is one lesson by what most said, and none where they are even', () => {
    const known = facts(alert('a1', evidence({})), alert('a2', evidence({})));
    const most = join(
      [verdict('f1', 'a1'), verdict('f2', 'a1', 'false_positive', 'bo'), verdict('f3', 'a1', 'true_positive', 'cy')],
      known,
    );
    expect(most.rows.map(({ isAttack }) => isAttack)).toEqual([true]);
    expect(most.lessons).toHaveLength(3);
    const even = join([verdict('f1', 'a2'), verdict('f2', 'a2', 'false_positive', 'bo')], known);
    expect(even).toMatchObject({ rows: [], lessons: [], counts: { contradicted: 2 } });
  });

  it('given an alert whose evidence is not there, then its verdicts wait', () => {
    const said = verdict('f1', 'a9');
    expect(join([said], facts())).toMatchObject({ rows: [], waiting: [said], counts: { alert_unknown: 1 } });
  });

  it.each([
    ['without numbers', null],
    ['with numbers of another feature set', row('0123456789abcdef')],
  ])('given evidence %s, then nothing is learned, and it is counted', (_, of) => {
    expect(join([verdict('f1', 'a1')], facts(alert('a1', evidence({}, of))))).toMatchObject({
      ...{ rows: [], lessons: [], waiting: [], counts: { without_rows: 1 } },
    });
  });

  it('given a label that nobody knows, then it is counted', () => {
    expect(join([verdict('f1', 'a1', 'perhaps')], facts(alert('a1', evidence({}))))).toMatchObject({
      rows: [],
      counts: { label_unknown: 1 },
    });
  });
});

describe('labels', () => {
  const known = facts(
    alert(
      'a1',
      evidence({ id: 'e1', time: 5, host: 'ws01', user: '' }),
      evidence({ id: 'e2', time: 9, host: 'ws02', user: 'bo' }),
    ),
    alert('a2', evidence({ id: 'e1', time: 5, host: 'ws01', user: '' })),
  );
  const found = (said: ScrubbedFeedback['facts'], label?: string) =>
    join([labelled('l1', said, label)], known).rows.map(({ evidence: { event: of }, isAttack }) => [of.id, isAttack]);

  it.each<[string, ScrubbedFeedback['facts'], string, unknown[]]>([
    ['of an event by its id, once, however many alerts have it', { event: 'e1' }, 'malicious', [['e1', true]]],
    ['of an event by what the scrub calls it', { event: 'id of e2' }, 'attack', [['e2', true]]],
    [
      'of an event by its place in the raw topic',
      { event: 'raw/0/0' },
      'benign',
      [
        ['e1', false],
        ['e2', false],
      ],
    ],
    ['of a host in a window', { entity: 'name of ws01', from: '0', to: '5' }, 'attack', [['e1', true]]],
    ['of a user in a window', { entity: 'name of bo', from: '9', to: '20' }, 'attack', [['e2', true]]],
    ['of a window in which nothing was', { entity: 'name of bo', from: '0', to: '8' }, 'attack', []],
    ['of a window without bounds', { entity: 'name of bo' }, 'attack', []],
    ['of what no alert has', { event: 'e9' }, 'attack', []],
  ])('%s', (_, said, label, expected) => {
    expect(found(said, label)).toEqual(expected);
  });
});
