import { kindOf } from '../code-set.ts';
import type { Told } from './moved.ts';

/** Places of the codes that a set holds; id 0 is none. */
export const codesIn = (ids: ArrayLike<number>): readonly number[] =>
  Array.from(ids).flatMap((id, place) => (id === 0 ? [] : [place]));

/** One row per place, ids and values: the set as if the entity had never had that code. */
export function withoutCodes(
  ids: Int32Array,
  values: Float32Array,
  places: readonly number[],
): readonly [Int32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const [allIds, allValues] = [
    new Int32Array(ids.length * places.length),
    new Float32Array(values.length * places.length),
  ];
  const each = values.length / ids.length;
  for (const [row, place] of places.entries()) {
    allIds.set(ids, row * ids.length);
    allValues.set(values, row * values.length);
    allIds[row * ids.length + place] = 0;
    allValues.fill(0, row * values.length + place * each, row * values.length + (place + 1) * each);
  }
  return [allIds, allValues];
}

// The first values of a code are ln(1 + x) of its counts with half-lives of 1, 5 and 60 min and 24 h
const [HOUR, DAY] = [2, 3] as const;

/** A code of the set: the event's own stands first. Equal numbers are equal kinds of events. */
export function codeTold(ids: ArrayLike<number>, values: ArrayLike<number>, place: number): Told {
  const count = (rate: number): number =>
    Math.round(Math.expm1(values[(place * values.length) / ids.length + rate] ?? 0));
  const { kind, isOfTenant } = kindOf(ids[place] ?? 0);
  return {
    name: place === 0 ? 'events like this one' : `events of kind ${kind}${isOfTenant ? ' in the tenant' : ''}`,
    value: `about ${count(HOUR)} in an hour${isOfTenant ? '' : `, ${count(DAY)} in a day`}`,
    expected: '',
  };
}
