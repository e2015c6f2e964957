import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { loadYara } from '../../src/detectors/yara/load.ts';
import { Prefilter } from '../../src/detectors/yara/prefilter.ts';
import { type OpenedYara, openYara } from '../../src/shell/yara/yara.ts';
import { yaraFiles } from '../fixtures/yara/shipped-files.ts';

/** `match` and `noMatch` are texts; a text that no rule may match must be left alone by all of them. */
interface Expectation {
  readonly rule: string;
  readonly match: readonly string[];
  readonly noMatch: readonly string[];
}

const { rules, faults } = loadYara(yaraFiles());
const tests = yaraFiles('.yar.test.yml').flatMap(({ text }) =>
  parseAllDocuments(text).map((document) => document.toJS() as Expectation),
);
const silent = { count: () => {}, gauge: () => {}, observe: () => {}, info: () => {}, warn: () => {}, error: () => {} };

describe('the YARA rules that are shipped', () => {
  let opened: OpenedYara;
  beforeAll(async () => {
    const prefilter = new Prefilter(rules);
    const mayMatch = (text: string) => prefilter.mayMatch(text);
    opened = await openYara({ rules, mayMatch, metrics: silent, logger: silent });
  });
  afterAll(() => opened.port.close());

  const hitsOf = async (texts: readonly string[]) => {
    const answer = await opened.port.scan(texts, 15_000);
    if (!answer.ok) throw new Error(answer.reason);
    return answer.hits.map((hits) => {
      if (hits === null) throw new Error('there was no room');
      return hits;
    });
  };

  it('have no faults', () => {
    expect([...faults, ...(opened.faults ?? [null])]).toEqual([]);
  });

  it('have a test each, with texts that match and texts that do not', () => {
    expect(tests.map(({ rule }) => rule).sort()).toEqual(rules.map(({ name }) => name).sort());
    for (const { match, noMatch } of tests) expect(Math.min(match.length, noMatch.length)).toBeGreaterThan(0);
  });

  it.each(tests.map((test) => [test.rule, test] as const))(
    '%s does as its tests say',
    async (rule, { match, noMatch }) => {
      const matched = (await hitsOf(match)).map((hits) => hits.some((hit) => hit.rule === rule));
      expect(match.filter((_, index) => !matched[index])).toEqual([]);
      expect((await hitsOf(noMatch)).flat().map((hit) => hit.rule)).toEqual([]);
    },
  );

  it('say who wrote them, what they mean, how grave it is and which technique it is', async () => {
    const hits = (await hitsOf(tests.flatMap(({ match }) => match))).flat();
    expect(new Set(hits.map(({ rule }) => rule)).size).toBe(rules.length);
    for (const { meta } of hits) {
      expect(meta).toMatchObject({ author: 'vedette', description: expect.stringMatching(/.{20}/) });
      expect(meta.reference).toMatch(/^https:\/\//);
      expect(meta.technique).toMatch(/^T\d{4}(\.\d{3})?$/);
      expect(['low', 'medium', 'high', 'critical']).toContain(meta.severity);
    }
  });
});
