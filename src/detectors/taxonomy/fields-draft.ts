import { NOTHING_ADDED } from '../sigma/board.ts';
import type { Fields } from '../sigma/rule.ts';
import type { Names } from './names.ts';

/** Fields that a view adds at most: its tables have some dozens, only what is nested has no such bound. */
export const MOST_ADDED = 256;

/** An event's fields and the names that are added, which lie beside them: to copy the fields costs more than to match them. */
export class FieldsDraft {
  readonly told: Fields;
  #added: Record<string, unknown> | null = null;
  #count = 0;
  #all: Fields | null = null;

  constructor(told: Fields, lists: Readonly<Record<string, readonly string[]>>) {
    this.told = told;
    for (const name in lists) if (this.has(name)) this.set(name, lists[name]);
  }

  /** What was added, and what stands in the place of what was told. */
  get added(): Fields {
    return this.#added ?? NOTHING_ADDED;
  }

  /** All fields; those told, and no copy, where nothing was added. */
  get fields(): Fields {
    this.#all ??= this.#added === null ? this.told : { ...this.told, ...this.#added };
    return this.#all;
  }

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  value(name: string): unknown {
    return this.#added?.[name] ?? this.told[name];
  }

  /** The value as text; '' where there is none. */
  text(name: string): string {
    const value = this.value(name);
    return typeof value === 'string' ? value : '';
  }

  /** What is there already stays; nothing and '' are not added. */
  add(name: string, value: unknown): void {
    if (value === undefined || value === '' || this.has(name) || this.#count >= MOST_ADDED) return;
    this.#count += 1;
    this.set(name, value);
  }

  /** Puts the value in the place of what is there. */
  set(name: string, value: unknown): void {
    this.#added ??= emptyFields();
    this.#added[name] = value;
    this.#all = null;
  }

  /** Adds each name whose source is there. */
  name(names: Names): void {
    for (const [name, ...of] of names) {
      if (this.has(name)) continue;
      const own = of.find((key) => this.has(key));
      if (own !== undefined) this.add(name, this.value(own));
    }
  }
}

/** Names are a stranger's: none may mean what objects inherit. */
const emptyFields = (): Record<string, unknown> => Object.create(null);
