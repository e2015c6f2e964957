import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entropyOf, profileOf } from './entropy.ts';
import { hashText } from './hash.ts';
import { imageOf } from './image.ts';
import { pushToken, SEQUENCE_LENGTH, tokenBytes, tokenOf, VOCABULARY } from './tokens.ts';

describe('entropy', () => {
  it.each([
    ['', 0],
    ['a', 0],
    ['aaaa', 0],
    ['abab', 1],
    ['abcd', 2],
    ['0123456789abcdef', 4],
  ])('of %j is %f bits', (text, bits) => {
    expect(entropyOf(text)).toBeCloseTo(bits, 6);
  });

  it('finds digits, capitals, marks and the longest run of base64', () => {
    expect(profileOf('Ab1 $$ QUJD+/=')).toMatchObject({ length: 14, upperRatio: 5 / 14, base64Run: 7 });
    expect(profileOf('12ab').digitRatio).toBe(0.5);
    expect(profileOf('a$').specialRatio).toBe(0.5);
  });

  it('stays within its bounds for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        const { entropy, digitRatio, upperRatio, specialRatio } = profileOf(text);
        expect(entropy).toBeGreaterThanOrEqual(0);
        expect(entropy).toBeLessThanOrEqual(8);
        for (const ratio of [digitRatio, upperRatio, specialRatio]) expect(ratio >= 0 && ratio <= 1).toBe(true);
      }),
    );
  });
});

describe('hashText', () => {
  it('is blind to case, never 0, and tells texts apart', () => {
    expect(hashText('C:\\WINDOWS\\a.EXE')).toBe(hashText('c:\\windows\\A.exe'));
    expect(hashText('ab')).not.toBe(hashText('ba'));
    expect(hashText(`${'x'.repeat(600)}`)).not.toBe(hashText(`${'x'.repeat(601)}`));
    fc.assert(fc.property(fc.string(), (text) => hashText(text) > 0 && hashText(text) <= 0xffff_ffff));
  });
});

describe('imageOf', () => {
  it.each([
    ['C:\\Windows\\System32\\cmd.exe', 'cmd.exe', 'shell', false],
    ['C:\\Users\\bob\\AppData\\Local\\a.exe', 'a.exe', 'other', true],
    ['/usr/bin/python3', 'python3', 'script', false],
    ['/tmp/x', 'x', 'other', true],
    ['', '', 'none', false],
  ])('reads %s', (path, name, bucket, isUserWritable) => {
    expect(imageOf(path)).toMatchObject({ name, bucket, isUserWritable });
  });

  it('answers the same when its memory was cleared', () => {
    const before = imageOf('/opt/app/run');
    for (let i = 0; i < 5_000; i++) imageOf(`/opt/app/${i}`);
    expect(imageOf('/opt/app/run')).toEqual(before);
  });
});

describe('tokens', () => {
  const event = { class: 'process', action: 'create', code: 'sysmon:1', process: 'C:\\a\\cmd.exe' } as Parameters<
    typeof tokenOf
  >[0];

  it('are stable and inside the vocabulary', () => {
    expect(tokenOf(event)).toBe(tokenOf({ ...event, process: 'C:\\b\\powershell.exe' }));
    expect(tokenOf(event)).not.toBe(tokenOf({ ...event, code: 'sysmon:5' }));
    expect(tokenOf(event)).toBeGreaterThan(0);
    expect(tokenOf(event)).toBeLessThan(VOCABULARY);
  });

  it('stand oldest first, padded in front, long runs cut to two', () => {
    const sequence = new Uint16Array(SEQUENCE_LENGTH);
    for (const token of [5, 5, 5, 5, 6, 300]) pushToken(sequence, token);
    expect([...sequence.slice(-5)]).toEqual([0, 5, 5, 6, 300]);
    expect([...tokenBytes(sequence).slice(-4)]).toEqual([6, 0, 44, 1]);
  });
});
