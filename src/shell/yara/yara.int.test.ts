import { afterEach, describe, expect, it } from '@jest/globals';
import { yaraContract } from '../../../test/contract/yara-contract.ts';
import { yaraText } from '../../../test/fixtures/yara/rule-text.ts';
import { loadYara } from '../../detectors/yara/load.ts';
import { Prefilter } from '../../detectors/yara/prefilter.ts';
import { compileFaults, openYara, type YaraOptions } from './yara.ts';

const told: string[] = [];
afterEach(() => {
  told.length = 0;
});
const note = (name: string, labels: Readonly<Record<string, string>>, value = 1) =>
  void told.push([name, ...Object.values(labels), value].join(' '));
const metrics = { count: note, gauge: note, observe: () => {} };
const errors: object[] = [];
const logger = { info: () => {}, warn: () => {}, error: (facts: object) => void errors.push(facts) };

/** A port over YARA source. */
function opened(files: Readonly<Record<string, string>>, options: Partial<YaraOptions> = {}) {
  const { rules } = loadYara(Object.entries(files).map(([name, text]) => ({ name, text })));
  const prefilter = new Prefilter(rules);
  return openYara({ rules, mayMatch: (text) => prefilter.mayMatch(text), metrics, logger, ...options });
}

for (const workers of [1, 2])
  yaraContract(`yara-x, ${workers} workers`, async (rules) => {
    const files = Map.groupBy(rules, ({ file }) => file);
    const texts = Object.fromEntries([...files].map(([file, some]) => [file, some.map(yaraText).join('\n')]));
    return (await opened(texts, { workers, hangMs: 300 })).port;
  });

const WORD = 'rule word { strings: $a = "word" condition: $a }';
const scanned = (...rules: readonly string[][]) => ({
  ok: true,
  hits: rules.map((some) => some.map((rule) => expect.objectContaining({ rule }))),
});

describe('workers', () => {
  it('given many scans, when a worker has done its share, then it is replaced and nothing is lost', async () => {
    const { port } = await opened({ 'a.yar': WORD }, { recycleAfter: 10 });
    for (let turn = 0; turn < 5; turn++) {
      const texts = Array.from({ length: 10 }, (_, index) => `word ${turn} ${index}`);
      expect(await port.scan(texts, 10_000)).toEqual(scanned(...texts.map(() => ['word'])));
    }
    await port.close();
    expect(told.filter((line) => line === 'vedette_yara_restarts_total recycled 1')).toHaveLength(5);
  });

  it('given texts that no rule can match, then no worker is asked', async () => {
    const { port } = await opened({ 'a.yar': WORD });
    expect(await port.scan(['nothing', 'at all'], 1)).toEqual(scanned([], []));
    expect(told.filter((line) => line.includes('payloads'))).toEqual(['vedette_yara_payloads_total ruled_out 2']);
    await port.close();
  });

  it('given a text that was scanned before, then no worker is asked, until the rules change', async () => {
    const { port } = await opened({ 'a.yar': WORD });
    for (let turn = 0; turn < 3; turn++)
      expect(await port.scan(['word', `word ${turn}`, 'word'], 10_000)).toEqual(scanned(['word'], ['word'], ['word']));
    expect(told.filter((line) => line.includes('payloads_total scanned'))).toEqual([
      'vedette_yara_payloads_total scanned 2',
      'vedette_yara_payloads_total scanned 1',
      'vedette_yara_payloads_total scanned 1',
    ]);
    await port.close();
  });

  it('given a script that is not there, then it is told, and scans are answered at their deadline', async () => {
    const script = new URL('./no-such-worker.ts', import.meta.url);
    const { port, faults } = await opened({ 'a.yar': WORD }, { script });
    expect(faults).toBeNull();
    expect(await port.scan(['word'], 50)).toEqual({ ok: false, reason: 'deadline_passed' });
    await port.close();
  });
});

describe('a rule that hangs', () => {
  const hang = (name: string, needs: string) =>
    `rule ${name} { strings: $a = "hang" condition: ${needs} and for all i in (1..filesize * 1000000000) : (for all j in (1..filesize * 1000000000) : (i + j > 0)) }`;
  const until = async (isSo: () => boolean) => {
    for (let wait = 0; wait < 100 && !isSo(); wait++) await new Promise((resolve) => setTimeout(resolve, 100));
  };

  it('given it is one of many, then it alone is switched off, with those that use it, and told', async () => {
    const many = Array.from({ length: 9 }, (_, index) => WORD.replace('rule word', `rule word${index}`));
    const files = {
      'a.yar': [...many, hang('bad', '$a'), 'rule uses { strings: $b = "word" condition: bad and $b }'].join('\n'),
      'b.yar': WORD,
    };
    const { port } = await opened(files, { hangMs: 300 });
    await port.scan(['hang'], 300);
    await until(() => port.quarantined().length > 0);
    expect(port.quarantined()).toEqual(['a.yar:bad']);
    expect(errors).toContainEqual({ rule: 'bad', file: 'a.yar' });
    expect(told).toContain('vedette_yara_quarantined_rules 1');
    const names = [...many.map((_, index) => `word${index}`), 'word'];
    expect(await port.scan(['hang word'], 10_000)).toEqual(scanned(names));
    await port.close();
  });

  it('given two of them, then both are found', async () => {
    const { port } = await opened({ 'a.yar': `${hang('one', '$a')}\n${WORD}\n${hang('two', '$a')}` }, { hangMs: 300 });
    await port.scan(['hang'], 300);
    await until(() => port.quarantined().length > 1);
    expect([...port.quarantined()].sort()).toEqual(['a.yar:one', 'a.yar:two']);
    await port.close();
  });

  it('given a busy moment that comes once, then no rule is blamed', async () => {
    const { port } = await opened({ 'a.yar': WORD });
    expect(await port.scan(['word '.repeat(10_000)], 0)).toMatchObject({ ok: false });
    await until(() => told.includes('vedette_yara_restarts_total deadline_passed 1'));
    await port.close();
    expect(port.quarantined()).toEqual([]);
  });
});

describe('the compiler', () => {
  const faultsOf = (text: string) => compileFaults(loadYara([{ name: 'a.yar', text }]).rules);

  it('given rules with faults, then each is told with its place and the rest serve', async () => {
    const text = `${WORD}\n\n  rule odd {\n strings: $a = "text"\n condition: $a and nobody }\nrule uses { strings: $a = "else" condition: $a and odd }`;
    expect(await faultsOf(text)).toEqual([
      { file: 'a.yar', line: 5, column: 20, rule: 'odd', feature: 'compile', message: 'unknown identifier `nobody`' },
      expect.objectContaining({ rule: 'uses', line: 6 }),
    ]);
    const { port, faults } = await opened({ 'a.yar': text });
    expect(faults).toHaveLength(2);
    expect(await port.scan(['text word'], 10_000)).toEqual(scanned(['word']));
    await port.close();
  });

  it.each([
    ['an expression that begins with anything', 'strings: $a = "text" $b = /.{1,9}a/ condition: $a and $b', 'slow'],
    ['a loop without end', 'strings: $a = "text" condition: $a and for all i in (1..9999999999) : (i > 0)', 'slow'],
    ['an expression that is not one', 'strings: $a = /text(/ condition: $a', 'compile'],
    ['a repeat that is too large', 'strings: $a = /text(((a{1,999}){1,999}){1,999}){1,999}/ condition: $a', 'compile'],
  ])('%s is refused', async (_, body, feature) => {
    expect(await faultsOf(`rule r { ${body} }`)).toEqual([expect.objectContaining({ rule: 'r', feature })]);
  });
});
