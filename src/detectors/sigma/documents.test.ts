import { describe, expect, it } from '@jest/globals';
import { textsIn } from './documents.ts';

const texts = (text: string) => textsIn({ name: 'rules.yml', text });

describe('the documents of a file', () => {
  it.each([
    ['an id', 'title: a\nid: i', 'i'],
    ['a name', 'title: a\nname: n', 'n'],
    ['a title alone', 'title: a', 'a'],
  ])('given %s, when read, then it is published by that', (_, text, id) => {
    expect(texts(text)).toEqual([{ id, text }]);
  });

  it('given several, with comments and empty ones between, when read, then each stands alone', () => {
    expect(texts('# head\n---\ntitle: a\n--- # b\ntitle: b\n---\n\n--- \ntitle: c\nx: |\n ---\n y\n')).toEqual([
      { id: 'a', text: 'title: a' },
      { id: 'b', text: '# b\ntitle: b' },
      { id: 'c', text: 'title: c\nx: |\n ---\n y' },
    ]);
  });

  it.each([
    ['a list', '- a', /no map/],
    ['documents that share', 'action: global\ntitle: a', /write each out/],
    ['neither id nor title', 'level: low', /neither id nor title/],
  ])('given %s, when read, then it is refused', (_, text, message) => {
    expect(() => texts(text)).toThrow(message);
  });
});
