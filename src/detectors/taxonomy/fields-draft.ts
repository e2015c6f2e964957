import type { Fields } from '../sigma/rule.ts';
import type { Names } from './names.ts';

/** Fields that a view adds at most: its tables have some dozens, only what is nested has no such bound. */
export const MOST_ADDED = 256;

/** An event's fields, copied when the first name is added: most events need none. */
export class FieldsDraft {
  #fields: Fields;
  #copy: Record<string, unknown> | null = null;
  #added = 0;

  constructor(fields: Fields, lists: Readonly<Record<string, readonly string[]>>) {
    this.#fields = fields;
    for (const name in lists) if (this.has(name)) this.set(name, lists[name]);
  }

  get fields(): Fields {
    return this.#fields;
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined;
  }

  /** The value as text; '' where there is none. */
  text(name: string): string {
    const value = this.#fields[name];
    return typeof value === 'string' ? value : '';
  }

  /** What is there already stays; nothing and '' are not added. */
  add(name: string, value: unknown): void {
    if (value === undefined || value === '' || this.has(name) || this.#added >= MOST_ADDED) return;
    this.#added += 1;
    this.set(name, value);
  }

  /** Puts the value in the place of what is there. */
  set(name: string, value: unknown): void {
    if (this.#copy === null) {
      this.#copy = { ...this.#fields };
      this.#fields = this.#copy;
    }
    this.#copy[name] = value;
  }

  /** Adds each name whose source is there. */
  name(names: Names): void {
    for (const [name, ...of] of names) {
      if (this.has(name)) continue;
      const own = of.find((key) => this.has(key));
      if (own !== undefined) this.add(name, this.#fields[own]);
    }
  }
}
