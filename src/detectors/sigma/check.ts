import type { Item, Value } from './rule.ts';
import type { Slot } from './slot.ts';
import { type Others, type Test, testOf, testsOfAny } from './tests.ts';

/** An item made ready: its answer for what has no text is known beforehand. */
export class Check {
  readonly #tests: readonly Test[];
  /** There is one test for each value, in their order. */
  readonly #isAligned: boolean;
  readonly #isAll: boolean;
  readonly #isNegated: boolean;
  readonly #values: readonly Value[];
  /** The answer where the field is not there. */
  readonly whenAbsent: boolean;
  /** It compares with other fields, so that one and the same value may be answered otherwise in another event. */
  readonly looksElsewhere: boolean;
  readonly #whenNull: boolean;
  /** The answer for a map. */
  readonly #whenMap: boolean;

  constructor({ values, isAll, isNegated }: Item, others: Others) {
    this.#values = values;
    this.#isAll = isAll;
    this.#isNegated = isNegated;
    this.#isAligned = isAll || values.some(({ kind }) => kind === 'null' || kind === 'exists');
    this.#tests = this.#isAligned ? values.map((value) => testOf(value, others)) : testsOfAny(values, others);
    this.looksElsewhere = values.some(({ kind }) => kind === 'field');
    this.whenAbsent = !isNegated && bare(values, isAll, true, false);
    this.#whenNull = !isNegated && bare(values, isAll, true, true);
    this.#whenMap = bare(values, isAll, false, true) !== isNegated;
  }

  /** The answer for a field that is there. */
  holds(slot: Slot): boolean {
    if (slot.members !== null) return this.#holdsForAny(slot.members);
    if (slot.text === null) return slot.isNull ? this.#whenNull : this.#whenMap;
    return this.#isMet(slot) !== this.#isNegated;
  }

  #holdsForAny(members: readonly Slot[]): boolean {
    const isMet = this.#isAligned
      ? this.#eachMet(members)
      : members.some((one) => one.text !== null && this.#isMet(one));
    return isMet !== this.#isNegated;
  }

  #eachMet(members: readonly Slot[]): boolean {
    const isMet = (value: Value, index: number) => isMetBy(value, this.#tests[index] as Test, members);
    return this.#isAll ? this.#values.every(isMet) : this.#values.some(isMet);
  }

  #isMet(slot: Slot): boolean {
    const tests = this.#tests;
    const isAll = this.#isAll;
    for (let index = 0; index < tests.length; index++) if ((tests[index] as Test)(slot) !== isAll) return !isAll;
    return isAll;
  }
}

function isMetBy(value: Value, test: Test, members: readonly Slot[]): boolean {
  if (value.kind === 'null') return members.some(({ isNull }) => isNull);
  if (value.kind === 'exists') return value.wanted;
  return members.some((member) => member.text !== null && test(member));
}

/** What the values say of a field that is absent, null or a map. */
function bare(values: readonly Value[], isAll: boolean, isNull: boolean, isThere: boolean): boolean {
  const says = (value: Value) =>
    (value.kind === 'null' && isNull) || (value.kind === 'exists' && value.wanted === isThere);
  return isAll ? values.every(says) : values.some(says);
}
