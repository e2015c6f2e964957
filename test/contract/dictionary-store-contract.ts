import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DictionaryEntry, type DictionaryStore, MOST_UNDONE } from '../../src/stages/dictionary/ports.ts';
import { until } from './until.ts';

export const entry = (id: string, facts: Partial<DictionaryEntry> = {}): DictionaryEntry => ({
  ...{ id, wrong: 'Mimikats', right: 'Mimikatz', type: 'tool', author: 'a1', time: 1_700_000_000_000 },
  ...facts,
});

const MOST = 5_000;

/** What both stores of dictionaries promise. The tenants are new ones each time: the server may hold others. */
export function dictionaryStoreContract(name: string, open: () => DictionaryStore): void {
  describe(`dictionaries ${name}`, () => {
    let store: DictionaryStore;
    let tenant: string;
    beforeEach(() => {
      store = open();
      tenant = randomUUID();
    });
    afterEach(() => store.close());
    const ids = async (of = tenant) => (await store.read(of)).entries.map(({ id }) => id);

    it('given nothing, then there is nothing', async () => {
      expect(await store.read(tenant)).toEqual({ version: 0, entries: [] });
      expect(await store.undo(tenant, 'a')).toBe('unknown');
      expect((await store.versions()).has(tenant)).toBe(false);
    });

    it('given entries, then they are there as they came, and each raises the versions', async () => {
      const before = await store.version();
      const strange = entry('b', { wrong: '1 {"x":"😀"}', right: "'; DROP\u00e9" });
      expect(await store.add(tenant, [entry('a'), strange], MOST)).toEqual([true, true]);
      expect(await store.read(tenant)).toEqual({
        version: 2,
        entries: [
          { ...entry('a'), since: 1, isUndone: false },
          { ...strange, since: 2, isUndone: false },
        ],
      });
      expect((await store.version()) - before).toBe(2);
      expect((await store.versions()).get(tenant)).toBe(2);
    });

    it('given an id again, then nothing changes, whatever else it says', async () => {
      await store.add(tenant, [entry('a')], MOST);
      expect(await store.add(tenant, [entry('a', { right: 'another' }), entry('a')], MOST)).toEqual([true, true]);
      expect(await store.read(tenant)).toMatchObject({ version: 1, entries: [{ right: 'Mimikatz' }] });
    });

    it('given an entry that was taken back, then it stays so though it comes again', async () => {
      await store.add(tenant, [entry('a')], MOST);
      expect(await store.undo(tenant, 'a')).toBe('undone');
      expect(await store.undo(tenant, 'a')).toBe('was_undone');
      await store.add(tenant, [entry('a')], MOST);
      expect(await store.read(tenant)).toMatchObject({ version: 2, entries: [{ id: 'a', isUndone: true }] });
    });

    it('given another tenant, then it sees and takes back nothing of it', async () => {
      await store.add(tenant, [entry('a')], MOST);
      const other = randomUUID();
      expect(await store.undo(other, 'a')).toBe('unknown');
      await store.add(other, [entry('a', { right: 'of the other' })], MOST);
      expect((await store.read(tenant)).entries).toMatchObject([{ right: 'Mimikatz' }]);
      expect((await store.read(other)).entries).toMatchObject([{ right: 'of the other' }]);
    });

    it('given no room, then what is new is refused, what is there is not, and taking back makes room', async () => {
      expect(
        await store.add(
          tenant,
          ['a', 'b', 'c'].map((id) => entry(id)),
          2,
        ),
      ).toEqual([true, true, false]);
      expect(await store.add(tenant, [entry('b'), entry('c')], 2)).toEqual([true, false]);
      await store.undo(tenant, 'a');
      expect(await store.add(tenant, [entry('c')], 2)).toEqual([true]);
      expect(await ids()).toEqual(['a', 'b', 'c']);
    });

    it('given more that were taken back than are kept, then the first of them go', async () => {
      const many = Array.from({ length: MOST_UNDONE + 2 }, (_, at) => entry(`e${at}`));
      await store.add(tenant, many, MOST);
      for (const { id } of many) await store.undo(tenant, id);
      const kept = await ids();
      expect(kept).toHaveLength(MOST_UNDONE);
      expect(kept[0]).toBe('e2');
    });

    it('given a listener, then it hears of additions and of what is taken back', async () => {
      let heard = 0;
      store.onHint(() => {
        heard += 1;
      });
      for (const change of [() => store.add(tenant, [entry('a')], MOST), () => store.undo(tenant, 'a')]) {
        // one that subscribes only now looks by itself
        await new Promise((resolve) => setTimeout(resolve, 200));
        const before = heard;
        await change();
        await until('a hint comes', async () => heard > before, 2_000);
      }
    });
  });
}
