import { describe, expect, it } from '@jest/globals';
import { rowOf } from './entity-row.ts';
import { emptyWindows } from './entity-windows.ts';
import { FEATURES, type FeatureName } from './feature-set.ts';
import { event } from './heuristics/case.fixture.ts';
import { closeMinute } from './tenant/close-minute.ts';
import { noteInMinute, openMinute } from './tenant/open-minute.ts';
import { tenantView } from './tenant/tenant-view.ts';
import { codeOf } from './tokens.ts';

const START_MINUTE = Date.UTC(2024, 4, 14, 12) / 60_000;
const at = (minute: number, code = 'a') => event('log', 'log', { code, time: (START_MINUTE + minute) * 60_000 });
const hash = (code: string) => codeOf(at(0, code).event);

/** A minute of the tenant: so many events of a code, by so many entities that came with it. */
function told(minute: number, code: string, events: number, entities: number) {
  const open = openMinute(START_MINUTE + minute);
  for (let i = 0; i < events; i++) noteInMinute(open, hash(code), i < entities, i < entities);
  return closeMinute(undefined, open).counted;
}

function last(events: readonly ReturnType<typeof at>[], view = tenantView([], 0)) {
  const windows = emptyWindows();
  const rows = events.map((one) => rowOf(one, windows, () => false, view).row);
  const vector = new Float32Array((rows.at(-1)?.vector ?? new Uint8Array()).slice().buffer);
  return (...names: FeatureName[]) => names.map((name) => vector[FEATURES.indexOf(name)]);
}
const near = (...numbers: number[]) => numbers.map((number) => expect.closeTo(number, 3));

describe('features of codes', () => {
  it('given a code that comes again, when looked at, then its counts fade and its ages are told', () => {
    const of = last([at(0), at(4, 'b'), at(5)]);
    expect(of('code_1m', 'code_5m', 'code_60m')).toEqual(
      near(Math.log1p(1 + 2 ** -5), Math.log1p(1.5), Math.log1p(1 + 2 ** (-5 / 60))),
    );
    expect(of('entity_5m', 'code_first_here', 'code_age', 'entity_age', 'code_since_last')).toEqual(
      near(Math.log1p(1.5 + 2 ** -0.2), 0, Math.log1p(300), Math.log1p(300), Math.log1p(300)),
    );
    expect(last([at(0), at(5, 'b')])('code_first_here', 'code_since_last', 'code_age')).toEqual(near(1, 14, 0));
  });

  it('given codes within and beyond an hour, when looked at, then each counts in its own window', () => {
    const of = last([at(0, 'old'), at(50, 'b'), at(97, 'c'), at(100, 'd')]);
    expect(of('codes_5m', 'codes_60m', 'codes_new_60m')).toEqual(near(Math.log1p(2), Math.log1p(3), Math.log1p(3)));
    const all = 1 + 2 ** (-100 / 1440) + 2 ** (-50 / 1440) + 2 ** (-3 / 1440);
    const rarity = (minutes: number) => Math.log(all + 1) + (minutes / 1440) * Math.LN2;
    expect(of('code_rarity', 'rarity_5m', 'rarity_60m')).toEqual(
      near(rarity(0), Math.log1p(rarity(0) + rarity(3)), Math.log1p(rarity(0) + rarity(3) + rarity(50))),
    );
  });

  it('given a tenant, when looked at, then what is common there is not rare, and what it never saw is', () => {
    const view = tenantView([told(0, 'a', 90, 3), told(0, 'b', 9, 1)], START_MINUTE);
    const of = last([at(1, 'b'), at(2, 'a')], view);
    const rarity = (events: number) => Math.log(100 / (events + 1));
    expect(of('tenant_code_24h', 'code_entities_60m', 'code_entities_share', 'code_first_in_tenant')).toEqual(
      near(Math.log1p(90), Math.log1p(3), 3 / 4, 0),
    );
    expect(of('tenant_code_rarity', 'tenant_rarity_5m', 'tenant_rarity_max_60m')).toEqual(
      near(rarity(90), Math.log1p(rarity(90) + rarity(9)), rarity(9)),
    );
    expect(of('tenant_code_age', 'tenant_age', 'tenant_5m')).toEqual(
      near(Math.log1p(120), Math.log1p(120), Math.log1p(99)),
    );
    expect(of('entity_peers')).toEqual(near(Math.log((2 ** (-1 / 60) + 2) / (99 / 4 + 1))));
    expect(last([at(2, 'c')], view)('code_first_in_tenant', 'tenant_code_rarity')).toEqual(near(1, Math.log(100)));
  });

  it('given partitions of different minutes, when added up, then the older one fades', () => {
    const view = tenantView([told(0, 'a', 8, 2), told(-60, 'a', 8, 2)], START_MINUTE);
    expect([view.events60m, view.codes.get(hash('a'))?.entities60m]).toEqual(near(12, 3));
    expect([view.firstMinute, view.codes.get(hash('a'))?.firstMinute]).toEqual([START_MINUTE - 60, START_MINUTE - 60]);
    const ahead = tenantView([told(5, 'a', 8, 2)], START_MINUTE);
    expect(ahead.events5m).toBe(8);
  });
});
