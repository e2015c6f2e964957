import { describe, expect, it } from '@jest/globals';
import { zeekHeads } from './zeek-heads.ts';

const line = (file: string, text: string) => ({ file, number: 1, bytes: Buffer.from(text) });
const told = (head: ReturnType<ReturnType<typeof zeekHeads>>) =>
  Object.fromEntries(Object.entries(head).map(([name, value]) => [name, value.toString()]));

describe('the head of a Zeek log', () => {
  it('given columns and a path, when rows follow, then each brings them along, and those of other files do not', () => {
    const headOf = zeekHeads();
    for (const text of ['#separator \\x09', '#path\tknown_hosts', '#fields\tts\thost']) headOf(line('a', text));
    const head = { 'zeek-fields': '#fields\tts\thost', format: 'zeek_known_hosts' };
    expect(told(headOf(line('a', '1\t2')))).toEqual(head);
    expect(told(headOf(line('b', '1\t2')))).toEqual({});
  });

  it.each(['#path\tA/B', '#path\t', `#path\t${'x'.repeat(31)}`, '#paths\tconn'])(
    'given %j, when a row follows, then it has no format',
    (text) => {
      const headOf = zeekHeads();
      headOf(line('a', text));
      expect(told(headOf(line('a', '1')))).toEqual({});
    },
  );
});
