/**
 * A value of a field, and what is known of it. Slots of texts that come again serve many events, so nothing in them
 * depends on other fields.
 */
export class Slot {
  /** What texts are compared with; null where the value has none. */
  readonly text: string | null;
  readonly isNull: boolean;
  /** A slot for each member, where the value is a list. */
  readonly members: readonly Slot[] | null;
  /** Rules that may match where the field has this value. */
  readonly found: readonly number[];
  /** Answers of the field's checks, made when the first is asked for. */
  answers: number[] | null = null;
  #lower: string | null = null;

  constructor(text: string | null, isNull: boolean, members: readonly Slot[] | null, found: readonly number[]) {
    this.text = text;
    this.isNull = isNull;
    this.members = members;
    this.found = found;
  }

  /** Lower case, made when it is first asked for. */
  lower(): string {
    this.#lower ??= (this.text ?? '').toLowerCase();
    return this.#lower;
  }
}
