import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemoryYaraRule } from '../../src/memory/yara.ts';
import { MOST_SCANNED, type YaraHit, type YaraPort } from '../../src/stages/features/ports.ts';

const DEADLINE_MS = 10_000;
const SHORT_MS = 500;

const told = { tags: ['execution'], meta: { author: 'vedette', severity: 'high', score: '70' } };
const either: MemoryYaraRule = {
  ...{ rule: 'either', file: 'a.yar', needs: 'any', ...told },
  strings: { $one: 'first word', $two: 'second word' },
};
const both: MemoryYaraRule = {
  ...{ rule: 'both', file: 'b.yar', needs: 'all', tags: [], meta: {} },
  strings: { $one: 'first word', $two: 'third wörd' },
};
const hanging: MemoryYaraRule = {
  ...{ rule: 'hanging', file: 'b.yar', needs: 'any', tags: [], meta: {}, kills: 'deadline_passed' },
  strings: { $one: 'hang here' },
};

/** What the features room relies on, checked on the twin and on the real thing. */
export function yaraContract(name: string, open: (rules: readonly MemoryYaraRule[]) => Promise<YaraPort>): void {
  describe(`YARA port: ${name}`, () => {
    let port: YaraPort;
    beforeAll(async () => {
      port = await open([either, both]);
    });
    afterAll(() => port.close());

    const scan = async (...payloads: string[]): Promise<readonly (readonly YaraHit[] | null)[]> => {
      const answer = await port.scan(payloads, DEADLINE_MS);
      if (!answer.ok) throw new Error(answer.reason);
      return answer.hits;
    };
    const names = (hits: readonly (readonly YaraHit[] | null)[]) => hits.map((some) => some?.map(({ rule }) => rule));

    it('given texts, when they are scanned, then each has its own list, in order', async () => {
      const hits = await scan('nothing', 'a first word', '', 'first word, third wörd', 'a first word', 'FIRST WORD');
      expect(names(hits)).toEqual([[], ['either'], [], ['either', 'both'], ['either'], []]);
    });

    it('given a match, then it tells what the author wrote and which strings were found, never the text', async () => {
      expect(await scan('secret second word secret')).toEqual([
        [{ rule: 'either', file: 'a.yar', ...told, strings: ['$two'] }],
      ]);
    });

    it('given no texts, then there are no lists', async () => {
      expect(await scan()).toEqual([]);
    });

    it('given more texts than go to a worker at once, then all are answered', async () => {
      const texts = Array.from({ length: 600 }, (_, index) => (index % 3 === 0 ? `first word ${index}` : `${index}`));
      expect(names(await scan(...texts))).toEqual(texts.map((text) => (text.startsWith('first') ? ['either'] : [])));
    });

    it('given more different texts than a scan has room for, then the rest is left, and said to be', async () => {
      const texts = Array.from({ length: MOST_SCANNED + 3 }, (_, index) => `second word, as often as ${index}`);
      const hits = await scan(...texts, texts[0] ?? '', 'nothing');
      expect(hits.filter((some) => some === null)).toHaveLength(3);
      expect(hits.at(-2)).toHaveLength(1);
      expect(hits.at(-1)).toEqual([]);
    });

    it('given many scans at once, then each has its own answer', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => scan(`${index}`, index % 2 === 0 ? `first word ${index}` : 'x')),
      );
      expect(answers.map(names)).toEqual(answers.map((_, index) => [[], index % 2 === 0 ? ['either'] : []]));
    });

    it('given a rule that hangs, when a text comes to it, then it is switched off and the others go on', async () => {
      const hung = await open([either, hanging]);
      try {
        expect(hung.quarantined()).toEqual([]);
        expect(await hung.scan(['hang here', 'first word'], SHORT_MS)).toEqual(failed('deadline_passed'));
        for (let wait = 0; wait < 100 && hung.quarantined().length === 0; wait++) await delay(100);
        expect(hung.quarantined()).toEqual(['b.yar:hanging']);
        const answer = await hung.scan(['hang here', 'first word'], DEADLINE_MS);
        expect(answer.ok && names(answer.hits)).toEqual([[], ['either']]);
      } finally {
        await hung.close();
      }
    });

    it('given it is closed, then it says so', async () => {
      const closing = await open([either]);
      await closing.close();
      expect(await closing.scan(['first word'], DEADLINE_MS)).toEqual(failed('closed'));
    });
  });
}

const failed = (reason: string) => ({ ok: false, reason });
