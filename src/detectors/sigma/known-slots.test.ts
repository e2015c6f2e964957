import { describe, expect, it } from '@jest/globals';
import { KnownSlots, Room } from './known-slots.ts';
import { Slot } from './slot.ts';

const slotOf = (text: string): Slot => new Slot(text, false, null, []);

/** Offers a text as often as it takes to be kept. */
function offer(known: KnownSlots, text: string): Slot {
  const slot = slotOf(text);
  known.keep(text, slot);
  known.keep(text, slot);
  return slot;
}

describe('known slots', () => {
  it('given a text that came once, when it is asked for, then it is not kept', () => {
    const known = new KnownSlots(new Room());
    known.keep('a', slotOf('a'));
    expect(known.get('a')).toBeUndefined();
  });

  it('given texts that came twice, when they are asked for, then each has its own slot', () => {
    const known = new KnownSlots(new Room());
    const slots = ['', 'a', 'A', 'aa'].map((text) => offer(known, text));
    expect(['', 'a', 'A', 'aa', 'a'].map((text) => known.get(text))).toEqual([...slots, slots[1]]);
    expect(known.get('b')).toBeUndefined();
  });

  it('given a text of 5,000 characters, when it came twice, then it is not kept', () => {
    const known = new KnownSlots(new Room());
    offer(known, 'a'.repeat(5_000));
    expect(known.get('a'.repeat(5_000))).toBeUndefined();
  });

  it.each([
    ['texts', 70_000, ''],
    ['characters', 5_000, 'x'.repeat(4_000)],
  ])('given too many %s, when one more is kept, then the other fields let go too', (_, count, padding) => {
    const room = new Room();
    const [first, second] = [new KnownSlots(room), new KnownSlots(room)];
    offer(first, 'a');
    for (let index = 0; index < count; index++) offer(second, `${index}${padding}`);
    expect(first.get('a')).toBeUndefined();
    expect(second.get(`0${padding}`)).toBeUndefined();
    expect(second.get(`${count - 1}${padding}`)?.text).toBe(`${count - 1}${padding}`);
  });
});
