import { expect, it } from '@jest/globals';
import { modelVersionText, parseModelVersion } from './model-version.ts';

it('given a version of a model, when it is written and read, then it is the same', () => {
  const one = { name: 'vedette-ensemble', version: '1.0.0-rc.1' };
  expect(parseModelVersion(modelVersionText(one))).toEqual(one);
});

it.each(['', 'vedette-ensemble', '@1.0.0', 'vedette-ensemble@', 'a@b@c'])('given %j, then it names none', (text) => {
  expect(parseModelVersion(text)).toBeNull();
});
