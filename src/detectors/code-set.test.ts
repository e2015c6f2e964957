import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyMet, meetCode } from './code-book.ts';
import {
  CODE_SET_LENGTH,
  CODE_VALUES,
  CODE_VOCABULARY,
  codeToken,
  kindOf,
  MOST_OF_EACH,
  packCodes,
  unpackCodes,
} from './code-set.ts';
import { HALF_LIVES_MS } from './decay.ts';
import { decodeEntity, encodeEntity } from './entity-codec.ts';
import { emptyWindows } from './entity-windows.ts';
import { tenantCodes } from './tenant/tenant-codes.fixture.ts';
import { packTenantCodes } from './tenant/tenant-codes.ts';

const MINUTE = 60_000;
const START = Date.UTC(2024, 4, 14, 12);
const NO_TENANT = new Uint8Array(0);

interface Use {
  readonly code: number;
  readonly minute: number;
}
const uses = (codes: number) =>
  fc
    .array(fc.record({ code: fc.integer({ min: 1, max: codes }), minute: fc.integer({ min: 0, max: 2000 }) }), {
      minLength: 1,
      maxLength: 60,
    })
    .map((all) => all.toSorted((a, b) => a.minute - b.minute));

function read(all: readonly Use[]) {
  const windows = emptyWindows();
  const met = emptyMet();
  for (const { code, minute } of all) meetCode(windows, code, START + minute * MINUTE, met);
  const bytes = packCodes(windows, met.row, NO_TENANT).slice();
  const ids = new Int32Array(CODE_SET_LENGTH);
  const values = new Float32Array(CODE_SET_LENGTH * CODE_VALUES);
  unpackCodes(bytes, ids, values);
  return { windows, row: met.row, bytes, ids: [...ids], values: [...values] };
}

describe('set of codes', () => {
  it('given any events, when read, then the own code stands first and each says how often, how recent and how new', () => {
    fc.assert(
      fc.property(uses(8), (all) => {
        const now = all.at(-1) as Use;
        const { ids, values } = read(all);
        const codes = [...new Set(all.toReversed().map(({ code }) => code))];
        expect(ids[0]).toBe(codeToken(now.code));
        expect(new Set(ids.filter(Boolean))).toEqual(new Set(codes.map(codeToken)));
        for (const [entry, id] of ids.entries()) {
          const own = all.filter(({ code }) => codeToken(code) === id);
          const [first, last] = [own[0] as Use, own.at(-1) as Use];
          const expected = !own.length
            ? Array(CODE_VALUES).fill(0)
            : [
                ...HALF_LIVES_MS.map((ms) =>
                  Math.log1p(own.reduce((sum, { minute }) => sum + 2 ** (-((now.minute - minute) * MINUTE) / ms), 0)),
                ),
                Math.exp(last.minute - now.minute),
                Math.exp((first.minute - now.minute) / 60) * Math.min(1, (now.minute - (all[0] as Use).minute) / 1440),
                +(last.minute === now.minute),
                +(entry === 0),
              ];
          const actual = values.slice(entry * CODE_VALUES, (entry + 1) * CODE_VALUES);
          // half a step of a byte, and half a step of the curves
          for (const [i, value] of actual.entries()) expect(Math.abs(value - expected[i])).toBeLessThan(0.045);
        }
      }),
    );
  });

  it('given a book that was saved and read, when packed, then it is the same set; of more codes the last are taken', () => {
    fc.assert(
      fc.property(uses(90), (all) => {
        const { windows, row, bytes, ids } = read(all);
        expect(Buffer.from(packCodes(decodeEntity(encodeEntity(windows)), row, NO_TENANT))).toEqual(Buffer.from(bytes));
        const byTime = [...new Set(all.toReversed().map(({ code }) => code))];
        const oldest =
          all.findLast(({ code }) => code === byTime[Math.min(MOST_OF_EACH, byTime.length) - 1])?.minute ?? 0;
        const surely = byTime.filter((code) => (all.findLast((one) => one.code === code)?.minute ?? 0) > oldest);
        expect(ids).toEqual(expect.arrayContaining(surely.map(codeToken)));
        expect(ids.filter(Boolean).length).toBe(Math.min(MOST_OF_EACH, byTime.length));
      }),
    );
  });

  it('given codes of the tenant, when packed, then they stand behind those of the entity', () => {
    fc.assert(
      fc.property(uses(90), tenantCodes, (all, codes) => {
        const { windows, row, ids } = read(all);
        const own = ids.filter(Boolean);
        const both = new Int32Array(CODE_SET_LENGTH);
        unpackCodes(
          packCodes(windows, row, packTenantCodes(codes)),
          both,
          new Float32Array(CODE_SET_LENGTH * CODE_VALUES),
        );
        expect([...both.slice(0, own.length)]).toEqual(own);
        const rest = [...both.slice(own.length)].filter(Boolean);
        expect(rest.length).toBe(Math.min(MOST_OF_EACH, codes.size));
        expect(rest.every((id) => kindOf(id).isOfTenant && id < CODE_VOCABULARY)).toBe(true);
        expect(own.some((id) => kindOf(id).isOfTenant)).toBe(false);
      }),
    );
  });

  it('given any bytes, when read, then tokens are of the vocabulary and values are bounded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const ids = new Int32Array(CODE_SET_LENGTH).fill(7);
        const values = new Float32Array(CODE_SET_LENGTH * CODE_VALUES).fill(7);
        unpackCodes(bytes, ids, values);
        expect(ids.every((id) => id >= 0 && id < CODE_VOCABULARY)).toBe(true);
        expect(values.every((value) => value >= 0 && value <= 16)).toBe(true);
        expect(ids.slice(Math.floor(bytes.length / 10)).every((id) => id === 0)).toBe(true);
      }),
    );
  });
});
