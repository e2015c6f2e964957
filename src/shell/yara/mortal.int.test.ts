import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { YaraPort } from '../../stages/features/ports.ts';
import type { YaraRuleText } from './messages.ts';
import { openYara } from './yara.ts';

const SCRIPT = new URL('../../../test/fixtures/yara/mortal-worker.ts', import.meta.url);
const silent = { count: () => {}, gauge: () => {}, observe: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const rule = (name: string, file = 'a.yar', uses: readonly string[] = []): YaraRuleText => ({
  ...{ file, name, uses, text: '', line: 1, column: 1, imports: [] },
});

describe('a worker that dies', () => {
  let folder: string;
  let port: YaraPort;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vedette-yara-'));
  });
  afterEach(async () => {
    await port.close();
    rmSync(folder, { recursive: true });
  });
  const open = async (rules: readonly YaraRuleText[]) => {
    const opened = await openYara({ rules, mayMatch: () => true, metrics: silent, logger: silent, script: SCRIPT });
    port = opened.port;
  };
  const scan = async (...texts: string[]) => {
    const answer = await port.scan(texts, 10_000);
    return answer.ok ? answer.hits.map((hits) => hits?.map((hit) => hit.rule)) : answer.reason;
  };

  it('given it dies once, then the rest goes to the next one, and each text has its own answer', async () => {
    await open([rule('good')]);
    const once = `once ${join(folder, 'died')}`;
    expect(await scan('a', once, 'b', 'c')).toEqual([['a'], [once], ['b'], ['c']]);
    expect(port.quarantined()).toEqual([]);
  });

  it('given a rule that it dies of, then the answer says so, and the rule goes with those that use it', async () => {
    await open([rule('good'), rule('deadly'), rule('user', 'a.yar', ['deadly']), rule('user', 'b.yar', ['deadly'])]);
    expect(await scan('a', 'die', 'b')).toBe('worker_died');
    for (let wait = 0; wait < 100 && port.quarantined().length === 0; wait++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(port.quarantined()).toEqual(['a.yar:deadly']);
    expect(await scan('a', 'die')).toEqual([['a'], ['die']]);
  });

  it('given many scans beside the one that kills, then all of them are answered', async () => {
    await open([rule('good')]);
    const once = (index: number) => `once ${join(folder, `${index}`)}`;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => scan(`${index}`, ...(index % 4 === 0 ? [once(index)] : []))),
    );
    expect(answers.map(([first]) => first)).toEqual(answers.map((_, index) => [`${index}`]));
  });
});
