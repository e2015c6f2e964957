import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tokenRows } from '../../src/detectors/personal-data/tagger/token-rows.ts';
import { tokensOf } from '../../src/detectors/personal-data/tagger/tokens.ts';
import { MARGIN, WINDOW } from '../../src/detectors/personal-data/tagger/windows.ts';
import { IDS_PER_TOKEN, type TaggerPort, taggedText } from '../../src/models/tagger.ts';

const DEADLINE_MS = 20_000;
const idsOf = (text: string) => tokenRows(tokensOf(text));

/** What a scrub relies on, checked on the twin and on the real thing. Both must find the name in `Name: Ana Ruiz`. */
export function taggerContract(name: string, open: () => Promise<TaggerPort>): void {
  describe(`tagger port: ${name}`, () => {
    let port: TaggerPort;
    beforeAll(async () => {
      port = await open();
    });
    afterAll(() => port.close());

    const oddsOf = async (...texts: string[]): Promise<readonly number[][]> => {
      const answer = await port.tag(texts.map(idsOf), DEADLINE_MS);
      if (!answer.ok) throw new Error(answer.reason);
      return answer.odds.map((odds) => [...odds]);
    };
    const found = async (text: string) => {
      const answer = await taggedText(port, text, DEADLINE_MS);
      if (!answer.ok) throw new Error(answer.reason);
      return answer.findings.map(({ start, end, type }) => `${type} ${text.slice(start, end)}`);
    };

    it('given windows, then each has its own odds, one for each token and type', async () => {
      const texts = ['Name: Ana Ruiz', 'ok', 'job 17 of 20 done in 3 ms'];
      const odds = await oddsOf(...texts);
      expect(odds.map(({ length }) => length)).toEqual(
        texts.map((text) => tokensOf(text).length * port.tags.types.length),
      );
      expect(odds.flat().every(Number.isFinite)).toBe(true);
    });

    it('given many windows, then each alone says what it says among the others, to the bit', async () => {
      const texts = Array.from({ length: 100 }, (_, at) => `Name: Ana Ruiz, room ${at}${' and so on'.repeat(at % 9)}`);
      const together = await oddsOf(...texts);
      for (const at of [0, 1, 50, 99]) expect(await oddsOf(texts[at] as string)).toEqual([together[at]]);
      expect(await oddsOf(...texts.toReversed())).toEqual(together.toReversed());
    });

    it('given a text of more than a window, then it is found wherever windows are cut', async () => {
      const filler = (tokens: number) => 'and '.repeat(tokens);
      for (const before of [WINDOW - MARGIN - 3, WINDOW - 3, WINDOW - 1, WINDOW, 3 * WINDOW])
        expect(await found(`${filler(before)}.\nName: Ana Ruiz\n${filler(300)}`)).toEqual(['PERSON Ana Ruiz']);
    });

    it('given nothing, then nothing is found, and places count in units of the text as written', async () => {
      expect(await oddsOf()).toEqual([]);
      expect(await found('')).toEqual([]);
      expect(await found(' \n')).toEqual([]);
      expect(await found('😀😀 .\nName: Ana\u00a0Ruiz')).toEqual(['PERSON Ana\u00a0Ruiz']);
    });

    it.each<[string, () => Int32Array<ArrayBuffer>]>([
      ['empty', () => new Int32Array(0)],
      ['of part of a token', () => new Int32Array(IDS_PER_TOKEN + 1)],
      ['too long', () => new Int32Array((WINDOW + 1) * IDS_PER_TOKEN)],
    ])('given a window that is %s, then it is malformed', async (_, window) => {
      expect(await port.tag([idsOf('ok'), window()], DEADLINE_MS)).toEqual({ ok: false, reason: 'malformed_windows' });
    });

    it('given it is closed, then it says so', async () => {
      const other = await open();
      await other.close();
      expect(await other.tag([idsOf('ok')], DEADLINE_MS)).toEqual({ ok: false, reason: 'closed' });
    });
  });
}
