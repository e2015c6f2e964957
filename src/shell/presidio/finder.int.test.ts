import { afterEach, describe, expect, it } from '@jest/globals';
import { type PresidioAnswer, presidioServer } from '../../../test/fixtures/presidio-server.ts';
import { RetriableError } from '../../stage.ts';
import { presidioFinder } from './finder.ts';

let close = async () => {};
afterEach(() => close());

async function given(answerTo: (text: string) => PresidioAnswer) {
  const server = await presidioServer(answerTo);
  close = server.close;
  return { server, finder: presidioFinder({ url: `${server.url}/`, languages: ['en'], timeoutMs: 300 }) };
}

/** Finds a word wherever it stands, as Python counts. */
const finding =
  (word: string, entity_type: string) =>
  (text: string): PresidioAnswer => {
    const found = [...text.matchAll(new RegExp(word, 'g'))].map(({ index }) => {
      const start = [...text.slice(0, index)].length;
      return { entity_type, start, end: start + word.length };
    });
    return { found };
  };

describe('an analyzer of Presidio', () => {
  it('given characters beyond the first plane, then places are those of the text as written', async () => {
    const { finder, server } = await given(finding('Zorblax', 'PERSON'));
    const text = '😀😀 Zorblax 😀 Zorblax';
    const spans = await finder.findings(text, 'es');
    expect(spans.map(({ start, end, type }) => [text.slice(start, end), type])).toEqual([
      ['Zorblax', 'PERSON'],
      ['Zorblax', 'PERSON'],
    ]);
    expect(server.asked).toEqual([{ text, language: 'en' }]);
  });

  it.each([
    ['LOCATION', 'PLACE'],
    ['US_SSN', 'US_SSN'],
    ['SOMETHING_NEW', 'BLOCKED'],
    ['__proto__', 'BLOCKED'],
  ])('given %s, then it is taken for %s', async (theirs, ours) => {
    const { finder } = await given(finding('Zorblax', theirs));
    expect(await finder.findings('Zorblax', 'en')).toEqual([{ start: 0, end: 7, type: ours }]);
  });

  it('given a long text, then it is asked about in parts, few at once, and what the cuts would part is found', async () => {
    const { finder, server } = await given(finding('Zorblax', 'PERSON'));
    const text = `${'é😀 '.repeat(4_095)}Zorblax${' x'.repeat(60_000)} Zorblax`;
    const spans = await finder.findings(text, 'en');
    expect(new Set(spans.map(({ start, end }) => text.slice(start, end)))).toEqual(new Set(['Zorblax']));
    expect(new Set(spans.map(({ start }) => start)).size).toBe(2);
    expect(server.asked.length).toBeGreaterThan(8);
    expect(Math.max(...server.asked.map((one) => one.text.length))).toBeLessThanOrEqual(16_384);
    expect(server.mostAtOnce()).toBeLessThanOrEqual(4);
  });

  it('given a text that is not well formed, then it is asked about all the same, in its length', async () => {
    const { finder } = await given(finding('Zorblax', 'PERSON'));
    expect(await finder.findings('\ud800 Zorblax', 'en')).toEqual([{ start: 2, end: 9, type: 'PERSON' }]);
  });

  it.each<[string, PresidioAnswer]>([
    ['fails', { status: 500 }],
    ['refuses', { status: 404 }],
    ['hangs', { hangs: true }],
    ['answers no JSON', { body: 'hello' }],
    ['answers another thing', { body: '{"found":[]}' }],
    ['answers places beyond the text', { found: [{ entity_type: 'PERSON', start: 0, end: 99 }] }],
    ['answers too much', { body: `[${' '.repeat(1_100_000)}]` }],
  ])('given one that %s, then the text waits, and the error quotes nothing', async (_, answer) => {
    const { finder } = await given(() => answer);
    const failed = finder.findings('Zorblax hello', 'en');
    await expect(failed).rejects.toBeInstanceOf(RetriableError);
    await expect(failed).rejects.not.toThrow(/Zorblax|hello/);
  });

  it('given one that is away, then the text waits', async () => {
    const { finder } = await given(() => ({ found: [] }));
    await close();
    close = async () => {};
    await expect(finder.findings('Zorblax', 'en')).rejects.toThrow('Presidio: ECONNREFUSED');
  });
});
