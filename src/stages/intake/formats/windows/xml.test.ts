import { describe, expect, it } from '@jest/globals';
import { processorMs } from '../../../../../test/processor-time.ts';
import { isXmlEvent, xmlTree } from './xml.ts';

describe('the XML of an event', () => {
  it('given elements, attributes, references and empty elements, when read, then it is a tree', () => {
    const tree = xmlTree(
      `<Event><System><Provider Name="A &amp; B"/><EventID Qualifiers='0'>1</EventID></System><EventData><Data Name='x'>a &lt; b &#65;&#x42;</Data><Data Name='y'/></EventData></Event>`,
    );
    expect(JSON.parse(JSON.stringify(tree))).toEqual({
      System: { Provider: { '@Name': 'A & B' }, EventID: { '@Qualifiers': '0', '#text': '1' } },
      EventData: { Data: [{ '@Name': 'x', '#text': 'a < b AB' }, { '@Name': 'y' }] },
    });
  });

  it.each([
    ['a document type', '<Event><!DOCTYPE x [<!ENTITY a "b">]><System/></Event>'],
    ['a comment', '<Event><!-- x --></Event>'],
    ['an end that is missing', '<Event><System></Event>'],
    ['a second end', '<Event></Event></Event>'],
    ['an open tag', '<Event><System'],
    ['text alone', 'Event'],
    ['too deep a nest', `<Event>${'<a>'.repeat(40)}${'</a>'.repeat(40)}</Event>`],
    ['too many elements', `<Event>${'<a/>'.repeat(3_000)}</Event>`],
  ])('given %s, when read, then it is malformed', (_, text) => {
    expect(xmlTree(text)).toBeNull();
  });

  it.each([
    ['<Event xmlns="x">', true],
    [' <?xml version="1.0"?><Event>', true],
    ['<Events>', false],
    ['<14>Event', false],
  ])('given %j, when looked at, then it is an event or not', (text, expected) => {
    expect(isXmlEvent(text)).toBe(expected);
  });

  it('given a megabyte of hostile markup, when read, then it takes no longer than a linear pass', () => {
    const before = processorMs();
    for (const unit of ['<', '<a ', '&#', "<a b='", '</', 'x="'])
      xmlTree(`<Event>${unit.repeat(1_000_000 / unit.length)}`);
    expect(processorMs() - before).toBeLessThan(1_500);
  });
});
