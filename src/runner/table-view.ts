import type { TableHistory } from './table-history.ts';

/** A table as it stood at one version: looked up in its history, until all of it is asked for or the history moves on. */
export class TableView implements ReadonlyMap<string, unknown> {
  readonly version: number;
  readonly #history: TableHistory;
  #values: ReadonlyMap<string, unknown> | null;

  constructor(history: TableHistory, version: number, values: ReadonlyMap<string, unknown> | null = null) {
    this.#history = history;
    this.version = version;
    this.#values = values;
  }

  /** Takes along all that it shows. */
  settle(): ReadonlyMap<string, unknown> {
    this.#values ??= this.#history.valuesAt(this.version);
    return this.#values;
  }

  get(key: string): unknown {
    return this.#values ? this.#values.get(key) : this.#history.valueAt(key, this.version);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  get size(): number {
    return this.settle().size;
  }

  keys() {
    return this.settle().keys();
  }

  values() {
    return this.settle().values();
  }

  entries() {
    return this.settle().entries();
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  forEach(each: (value: unknown, key: string, map: ReadonlyMap<string, unknown>) => void): void {
    for (const [key, value] of this.settle()) each(value, key, this);
  }
}
