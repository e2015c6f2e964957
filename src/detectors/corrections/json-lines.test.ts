import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonLinesOf } from './json-lines.ts';
import { anyText } from './texts.fixture.ts';

const ORIGIN = { document: 'doc-1f3a', language: 'de' };

describe('JSON lines of pairs', () => {
  it('are one object for each pair', () => {
    const pair = { chunk: 'c1', draft: 'der Sever', corrected: 'der Server', wer: 0.5, cer: 0.1 };
    expect(jsonLinesOf([pair], ORIGIN)).toBe(
      '{"chunk":"c1","draft":"der Sever","corrected":"der Server","language":"de","document":"doc-1f3a","wer":0.5,"cer":0.1}\n',
    );
  });

  it('given any pairs, when read line by line, then they are the same pairs', () => {
    const pair = fc.record({ chunk: fc.uuid(), draft: anyText, corrected: anyText, wer: fc.nat(), cer: fc.nat() });
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const lines = jsonLinesOf(pairs, ORIGIN).split('\n').slice(0, -1);
        expect(lines.map((line) => JSON.parse(line))).toEqual(pairs.map((it) => ({ ...it, ...ORIGIN })));
      }),
    );
  });
});
