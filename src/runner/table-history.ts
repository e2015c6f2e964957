import { TableView } from './table-view.ts';

interface Standing {
  readonly offset: number;
  /** null: deleted. */
  readonly value: unknown;
}

/**
 * Values of a table as they stood at its newest versions, and at older ones as long as someone holds them. What it keeps
 * is bounded by the keys, the last `keep` records and the holders, not by the records that ever came.
 */
export class TableHistory {
  readonly #keep: number;
  /** Of each key what it stood at, oldest first. */
  readonly #standings = new Map<string, Standing[]>();
  /** The last records, oldest first, from `#first` on. */
  #recent: { readonly offset: number; readonly key: string }[] = [];
  #first = 0;
  /** Lowest version that can still be looked up. */
  #floor = 0;
  readonly #held = new Map<number, TableView>();

  constructor(keep: number) {
    this.#keep = keep;
  }

  /** Offsets rise. */
  add(offset: number, key: string, value: unknown): void {
    const list = this.#standings.get(key);
    if (list) list.push({ offset, value });
    else this.#standings.set(key, [{ offset, value }]);
    this.#recent.push({ offset, key });
    while (this.#recent.length - this.#first > this.#keep) this.#forgetOldest();
    if (this.#first < this.#keep) return;
    this.#recent = this.#recent.slice(this.#first);
    this.#first = 0;
  }

  /** Throws where the version is neither held nor among the newest: another would be another table. */
  at(version: number): TableView {
    for (const view of this.#held.values()) if (view.version === version) return view;
    if (version < this.#floor) throw new Error(`version ${version} of a table is asked for, but not held`);
    return new TableView(this, version);
  }

  /** Keeps a version in place of the one held before. False: it can no longer be looked up, give its values. */
  hold(holder: number, version: number, values?: ReadonlyMap<string, unknown>): boolean {
    const known = [...this.#held.values()].find((view) => view.version === version);
    if (!known && !values && version < this.#floor) return false;
    this.#held.set(holder, known ?? new TableView(this, version, values));
    return true;
  }

  release(holder: number): void {
    this.#held.delete(holder);
  }

  /** Undefined where the key had no value. */
  valueAt(key: string, version: number): unknown {
    if (version < this.#floor) throw new Error(`a table is read at version ${version}, which is no longer held`);
    return standingAt(this.#standings.get(key), version)?.value ?? undefined;
  }

  /** All values at a version, in the order in which they came. */
  valuesAt(version: number): ReadonlyMap<string, unknown> {
    const standing = [...this.#standings].flatMap(([key, list]) => {
      const last = standingAt(list, version);
      return last && last.value !== null ? [[key, last] as const] : [];
    });
    standing.sort(([, a], [, b]) => a.offset - b.offset);
    return new Map(standing.map(([key, { value }]) => [key, value]));
  }

  #forgetOldest(): void {
    const { offset, key } = this.#recent[this.#first++] as { readonly offset: number; readonly key: string };
    const floor = offset + 1;
    for (const view of this.#held.values()) if (view.version < floor) view.settle();
    this.#floor = floor;
    const list = this.#standings.get(key) as Standing[];
    while ((list[0] as Standing).offset < offset) list.shift();
    if (list[0]?.value === null) list.shift();
    if (list.length === 0) this.#standings.delete(key);
  }
}

const standingAt = (list: readonly Standing[] | undefined, version: number): Standing | undefined =>
  list?.findLast(({ offset }) => offset < version);
