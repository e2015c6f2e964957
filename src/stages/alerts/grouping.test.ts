import { describe, expect, it } from '@jest/globals';
import { closed, givenAlerts as given, HOUR, own } from '../../../test/alerts.ts';
import { threat } from '../../../test/threats.ts';
import type { Threat } from '../../domain/contracts.gen.ts';

describe('an incident', () => {
  const elsewhere = { hosts: ['ws02'], users: ['bob'], addresses: [], entity: 'ws02' };

  it.each<[string, Partial<Threat>, number]>([
    ['a host', { ...elsewhere, hosts: ['ws01', 'ws02'] }, 1],
    ['a user, however written', { ...elsewhere, users: ['CORP\\Alice'] }, 1],
    ['an external address', { ...elsewhere, addresses: ['203.0.113.9'] }, 1],
    ['the threat that it continues', { ...elsewhere, related: ['t1'] }, 1],
    ['nothing', elsewhere, 2],
    ['a host hours later', { start: 3 * HOUR, end: 3 * HOUR }, 2],
    ['a host, an hour later', { start: HOUR, end: HOUR + 1 }, 1],
    ['another tenant’s host', { tenant: 'other' }, 2],
  ])('of two alerts that share %s', async (_, facts, count) => {
    const chain = await given();
    await chain.when(threat({ users: ['alice'] }), threat({ uid: 't2', ...facts }));
    expect(new Set(chain.incidents().map((one) => own(one).incident_uid)).size).toBe(count);
  });

  it.each([
    ['a service account', { users: ['NT AUTHORITY\\SYSTEM'], hosts: [], addresses: [] }],
    ['an internal address', { users: [], hosts: [], addresses: ['10.0.0.1'] }],
  ])('is not made by %s that both share', async (_, facts) => {
    const chain = await given();
    await chain.when(threat(facts), threat({ uid: 't2', ...facts }));
    expect(new Set(chain.incidents().map((one) => own(one).incident_uid)).size).toBe(2);
  });

  it('has the same id wherever it is computed', async () => {
    const [one, two] = [await given(), await given()];
    await one.when(threat());
    await two.when(threat());
    expect(own(one.incidents()[0]).incident_uid).toBe(own(two.incidents()[0]).incident_uid);
    expect(one.flat()[0]?.incident_uid).toBe(own(one.incidents()[0]).incident_uid);
  });

  it('is told of when an alert joins or closes, not for every revision', async () => {
    const chain = await given();
    await chain.when(
      threat(),
      threat({ phase: 'update', revision: 2 }),
      threat({ uid: 't2' }),
      closed({ revision: 3 }),
    );
    expect(chain.incidents().map((one) => [own(one).revision, one.count])).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
    ]);
  });

  it('ends when all its alerts are closed and no other can join', async () => {
    const chain = await given();
    await chain.when(threat(), threat({ uid: 't2' }), closed());
    chain.passes(10 * HOUR);
    expect(chain.incidents().at(-1)?.status).toBe('In Progress');
    await chain.when(closed({ uid: 't2' }));
    chain.passes(10 * HOUR);
    expect(chain.incidents().at(-1)).toMatchObject({ status: 'Resolved', activity_name: 'Close', time: HOUR + 1_000 });
    expect(chain.states().filter((key) => key.endsWith('incidents'))).toEqual([]);
  });

  it('that turns out to be another one is closed and named by it', async () => {
    const chain = await given();
    await chain.when(threat(), threat({ uid: 't2', ...elsewhere, start: 500 }));
    const [first, second] = chain.incidents().map((one) => own(one).incident_uid);
    await chain.when(threat({ uid: 't3', hosts: ['ws01', 'ws02'] }));
    const [ended, grown] = chain.incidents().slice(-2);
    expect(ended).toMatchObject({ status: 'Closed', finding_info_list: [{ uid: 't2' }] });
    expect(own(ended)).toMatchObject({ incident_uid: second, merged_into: first });
    expect(own(grown)).toMatchObject({ incident_uid: first, merged: [second] });
    expect(grown?.count).toBe(3);
  });

  it('gives way when there are too many, and that is counted', async () => {
    const chain = await given({ knobs: { openIncidents: 2 } });
    const apart = (n: number) => threat({ uid: `t${n}`, hosts: [`h${n}`], users: [], addresses: [], end: n });
    await chain.when(apart(1), apart(2), apart(3));
    expect(chain.counted.evicted).toBe(1);
    expect(
      chain
        .incidents()
        .filter(({ activity_name }) => activity_name === 'Close')
        .map((one) => own(one).ended),
    ).toEqual(['evicted']);
  });

  it('lists a bounded number of alerts and counts the rest', async () => {
    const chain = await given({ knobs: { incidentAlerts: 5 } });
    for (let i = 0; i < 20; i++) {
      await chain.when(threat({ uid: `t${i}`, risk: i }), closed({ uid: `t${i}`, risk: i }));
    }
    const last = chain.incidents().at(-1);
    expect(last?.count).toBe(20);
    expect(last?.finding_info_list.map(({ uid }) => uid)).toEqual(['t15', 't16', 't17', 't18', 't19']);
  });
});
