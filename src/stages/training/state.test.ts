import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyBuffer } from './buffer.ts';
import { buffers, entry } from './entry.fixture.ts';
import { emptyPast, rememberCut, rememberUsed } from './past.ts';
import { type TrainingState, trainingCodec } from './state.ts';

const again = (state: TrainingState) => trainingCodec.decode(trainingCodec.encode(state));

it('given any buffer, when it is saved and read, then it is the same', () => {
  fc.assert(
    fc.property(buffers, (entries) => {
      const buffer = { ...emptyBuffer(7), entries: [...entries, entry({ id: 'own', subject: 'own' })], fresh: 3 };
      expect(again(buffer)).toEqual(buffer);
    }),
  );
});

it('given a past, when it is saved and read, then it is the same', () => {
  const past = emptyPast();
  rememberUsed(past, [entry({ id: 'a' })], [entry({ id: 'b' })], 10);
  rememberCut(past, { id: 'c', dataset: 'd', kind: 'verdict', cause: 'count', count: 1, time: 5 });
  expect(again(past)).toEqual(past);
});

it('given a state of a newer version, when it is read, then it is refused with both versions', () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ v: 2, state: {} }));
  expect(() => trainingCodec.decode(bytes)).toThrow('version 2, this program reads version 1');
});
