import type { Told } from './moved.ts';

/** Places of the last events of a sequence, oldest first; padding (0) is none. */
export function lastEvents(tokens: ArrayLike<number>, most: number): readonly number[] {
  const places: number[] = [];
  for (let place = tokens.length - 1; place >= 0 && places.length < most; place--)
    if (tokens[place] !== 0) places.unshift(place);
  return places;
}

/** One row per place: the sequence as if that event had not happened; what came before it moves up, padding in front. */
export function withoutEach(tokens: Int32Array, places: readonly number[]): Int32Array<ArrayBuffer> {
  const length = tokens.length;
  const rows = new Int32Array(length * places.length);
  for (const [row, place] of places.entries()) {
    rows.set(tokens.subarray(0, place), row * length + 1);
    rows.set(tokens.subarray(place + 1), row * length + place + 1);
  }
  return rows;
}

/** An event of a sequence. Of older ones only the kind, a token, is known: equal numbers, equal kinds. */
export function eventTold(tokens: ArrayLike<number>, place: number): Told {
  const back = tokens.length - 1 - place;
  const name = back === 0 ? 'this event' : back === 1 ? 'the event before' : `${back} events before`;
  return { name, value: `kind ${tokens[place]}`, expected: '' };
}
