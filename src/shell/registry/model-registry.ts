import { type AliasKey, type ModelRegistry, parseAlias } from '../../models/alias.ts';
import type { ModelRef } from '../../models/source.ts';
import { ModelStoreRefusal, type ObjectStore } from './object-store.ts';

const ALIAS_LIMIT_BYTES = 10_000;
const ALIASES = 'aliases';

/** A registry on a store: `<name>/<version>/<file>` and `aliases/<name>.json`, `aliases/<name>@<tenant>.json`. */
export function modelRegistry(store: ObjectStore): ModelRegistry {
  return {
    async list() {
      const names = (await store.folders('')).filter((name) => name !== ALIASES);
      const found = await Promise.all(names.map((name) => versionsOf(store, name)));
      return found.flat();
    },
    async read({ name, version }, file, limitBytes) {
      const found = await store.read(`${name}/${version}/${file}`, limitBytes);
      return found?.bytes ?? null;
    },
    async readAlias(key) {
      const path = pathOf(key);
      const found = await store.read(path, ALIAS_LIMIT_BYTES);
      if (found === null) return null;
      const alias = parseAlias(found.bytes);
      if (alias === null) throw new ModelStoreRefusal(`${path} is no alias: mend it, or take it away`);
      return { alias, revision: found.revision };
    },
    writeAlias: (key, alias, revision) =>
      store.replace(pathOf(key), Buffer.from(`${JSON.stringify(alias, null, 2)}\n`), revision),
  };
}

async function versionsOf(store: ObjectStore, name: string): Promise<readonly ModelRef[]> {
  const versions = await store.folders(name);
  return versions.map((version) => ({ name, version }));
}

const pathOf = ({ name, tenant }: AliasKey): string => `${ALIASES}/${name}${tenant === '' ? '' : `@${tenant}`}.json`;
