import { describe, expect, it } from '@jest/globals';
import { checkedToken, LoginRefused } from './oauth-errors.ts';
import { tokens } from './oauth-tokens.ts';

const CLIENT = { url: 'http://127.0.0.1:1', clientId: 'c', clientSecret: 's', scope: '' };

function given(livesMs: number) {
  let now = 0;
  let asked = 0;
  const source = tokens(
    CLIENT,
    async () => ({ token: `token-${++asked}`, livesMs }),
    () => now,
  );
  return {
    source,
    asked: () => asked,
    at(time: number) {
      now = time;
      return source.current();
    },
  };
}

describe('a token', () => {
  it('is asked for once by many who want it at the same time', async () => {
    const { source, asked } = given(300_000);
    expect(await Promise.all([source.current(), source.current(), source.current()])).toEqual(Array(3).fill('token-1'));
    expect(asked()).toBe(1);
  });

  it.each([
    ['a minute before its end', 300_000, 239_999, 240_000],
    ['after half its life where that is short', 20_000, 9_999, 10_000],
  ])('is replaced %s', async (_, livesMs, stillGood, replaced) => {
    const { at } = given(livesMs);
    expect(await at(0)).toBe('token-1');
    expect(await at(stillGood)).toBe('token-1');
    expect(await at(replaced)).toBe('token-2');
  });

  it('is asked for anew when the broker refuses it', async () => {
    const { source, at } = given(300_000);
    expect(await at(0)).toBe('token-1');
    source.forget();
    expect(await at(1)).toBe('token-2');
  });

  it('that was not given is asked for again', async () => {
    let fails = true;
    const source = tokens(CLIENT, async () => {
      if (fails) throw new Error('no answer');
      return { token: 'late', livesMs: 300_000 };
    });
    await expect(source.current()).rejects.toThrow('no answer');
    fails = false;
    expect(await source.current()).toBe('late');
  });

  it('of a file that is not there can be waited for', async () => {
    const failure = await tokens({ file: '/nonexistent/token' })
      .current()
      .catch((cause) => cause);
    expect(failure).toMatchObject({
      retriable: true,
      message: expect.stringContaining('/nonexistent/token: no such file'),
    });
  });

  it.each(['', 'two words', 'a\u0001auth=Bearer other', 'ünïcode', 'x'.repeat(70_000)])('cannot be %j', (text) => {
    expect(() => checkedToken(text, 'the file')).toThrow(LoginRefused);
    expect(() => checkedToken(text, 'the file')).toThrow(/^the file holds no token$/);
  });
});
