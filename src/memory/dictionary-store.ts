import { type DictionaryEntry, type DictionaryStore, MOST_TENANTS, MOST_UNDONE } from '../stages/dictionary/ports.ts';

interface Kept {
  version: number;
  /** In the order in which they came. */
  readonly entries: Map<string, DictionaryEntry & { readonly since: number }>;
  /** In the order in which they were undone. */
  readonly undone: Set<string>;
}

/** The dictionaries in memory. */
export function memoryDictionaryStore(): DictionaryStore {
  const tenants = new Map<string, Kept>();
  const listeners: (() => void)[] = [];
  let version = 0;

  const kept = (tenant: string): Kept => tenants.get(tenant) ?? { version: 0, entries: new Map(), undone: new Set() };
  function changed(tenant: string, dictionary: Kept): void {
    tenants.set(tenant, dictionary);
    version += 1;
    dictionary.version += 1;
  }
  const tell = () => {
    for (const heard of listeners) heard();
  };

  return {
    async add(tenant, entries, most) {
      const dictionary = kept(tenant);
      const answers = entries.map((entry) => {
        const { entries: known, undone } = dictionary;
        if (known.has(entry.id)) return true;
        const isStranger = !tenants.has(tenant) && tenants.size >= MOST_TENANTS;
        if (isStranger || known.size - undone.size >= most) return false;
        changed(tenant, dictionary);
        known.set(entry.id, { ...entry, since: dictionary.version });
        return true;
      });
      tell();
      return answers;
    },
    version: async () => version,
    versions: async () => new Map([...tenants].map(([tenant, dictionary]) => [tenant, dictionary.version])),
    async read(tenant) {
      const { version: of, entries, undone } = kept(tenant);
      return { version: of, entries: [...entries.values()].map((one) => ({ ...one, isUndone: undone.has(one.id) })) };
    },
    async undo(tenant, id) {
      const dictionary = kept(tenant);
      const { entries, undone } = dictionary;
      if (!entries.has(id)) return 'unknown';
      if (undone.has(id)) return 'was_undone';
      changed(tenant, dictionary);
      undone.add(id);
      for (const oldest of [...undone].slice(0, -MOST_UNDONE)) {
        undone.delete(oldest);
        entries.delete(oldest);
      }
      tell();
      return 'undone';
    },
    onHint: (heard) => void listeners.push(heard),
    close: async () => {},
  };
}
