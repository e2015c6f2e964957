import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Alias, ModelRegistry } from '../../src/models/alias.ts';

export interface GivenRegistry {
  readonly registry: ModelRegistry;
  put(path: string, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

const alias = (active: string, previous = ''): Alias => ({ active, previous, by: 'anna', time: 1, reason: 'better' });
const KEY = { name: 'm', tenant: '' };

/** What every registry of models must do. */
export function modelRegistryContract(what: string, open: () => Promise<GivenRegistry>): void {
  describe(`a registry of models: ${what}`, () => {
    let given: GivenRegistry;
    beforeEach(async () => {
      given = await open();
    });
    afterEach(() => given.close());

    it('lists every version of every model, and no aliases', async () => {
      const { registry, put } = given;
      for (const place of ['a/1.0.0', 'a/1.10.0', 'b/0.1.0', 'c/1.0.0', 'd/2.0.0'])
        await put(`${place}/manifest.json`, Buffer.from('{}'));
      await registry.writeAlias(KEY, alias('1.0.0'), null);
      const found = (await registry.list()).map(({ name, version }) => `${name} ${version}`).sort();
      expect(found).toEqual(['a 1.0.0', 'a 1.10.0', 'b 0.1.0', 'c 1.0.0', 'd 2.0.0']);
    });

    it('reads the very bytes of a file, and not one byte more than the limit', async () => {
      const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
      await given.put('m/1.0.0/model.onnx', bytes);
      const read = (file: string, limit: number) => given.registry.read({ name: 'm', version: '1.0.0' }, file, limit);
      expect(Buffer.from((await read('model.onnx', 1000)) ?? []).equals(bytes)).toBe(true);
      await expect(read('model.onnx', 999)).rejects.toThrow('1000 bytes, more than 999');
      expect(await read('other.onnx', 1000)).toBeNull();
    });

    it('keeps an alias for all and one for each tenant', async () => {
      const { registry } = given;
      expect(await registry.readAlias(KEY)).toBeNull();
      expect(await registry.writeAlias(KEY, alias('1.0.0'), null)).toBe(true);
      expect(await registry.writeAlias({ ...KEY, tenant: 'acme' }, alias('2.0.0'), null)).toBe(true);
      expect((await registry.readAlias(KEY))?.alias).toEqual(alias('1.0.0'));
      expect((await registry.readAlias({ ...KEY, tenant: 'acme' }))?.alias).toEqual(alias('2.0.0'));
    });

    it('changes an alias only for who has read the last change of it', async () => {
      const { registry } = given;
      await registry.writeAlias(KEY, alias('1.0.0'), null);
      expect(await registry.writeAlias(KEY, alias('3.0.0'), null)).toBe(false);
      const first = await registry.readAlias(KEY);
      expect(await registry.writeAlias(KEY, alias('2.0.0', '1.0.0'), first?.revision ?? '')).toBe(true);
      expect(await registry.writeAlias(KEY, alias('3.0.0'), first?.revision ?? '')).toBe(false);
      expect((await registry.readAlias(KEY))?.alias).toEqual(alias('2.0.0', '1.0.0'));
    });

    it('lets one of many win who change an alias at once', async () => {
      const { registry } = given;
      await registry.writeAlias(KEY, alias('1.0.0'), null);
      const { revision = '' } = (await registry.readAlias(KEY)) ?? {};
      const versions = Array.from({ length: 8 }, (_, i) => `2.0.${i}`);
      const won = await Promise.all(versions.map((one) => registry.writeAlias(KEY, alias(one), revision)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await registry.readAlias(KEY))?.alias.active).toBe(versions[won.indexOf(true)]);
    });

    it.each(['{', '{"active": "1.0.0"}', '{"active": "../../x"}'])(
      'refuses an alias that is none: %s',
      async (text) => {
        await given.put('aliases/m.json', Buffer.from(text));
        await expect(given.registry.readAlias(KEY)).rejects.toThrow('aliases/m.json is no alias');
      },
    );
  });
}
