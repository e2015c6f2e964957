import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeFiles } from './merge.ts';
import { rawSource } from './raw-records.ts';
import { unwrapped } from './wrapped.ts';

const record = (n: number, more: object = {}) => ({
  eventVersion: '1.08',
  eventTime: `2024-03-12T12:00:0${n}Z`,
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  eventID: `${n}`,
  ...more,
});
const texts = (line: string) => unwrapped(Buffer.from(line))?.map((one) => one.toString()) ?? null;
const folder = mkdtempSync(join(tmpdir(), 'vedette-wrapped-'));

describe('a CloudTrail file', () => {
  it('given many records, when unwrapped, then each is there byte for byte', () => {
    const nasty = record(2, { userAgent: '}]} \\" {"Records":[{', nested: { a: [{}, '\\'] } });
    const records = [record(1), nasty, record(3)].map((one) => JSON.stringify(one));
    expect(texts(`{"Records":[${records.join(',')}]}`)).toEqual(records);
    expect(texts(` { "Records" : [ ${records.join(' ,\t')} ] } `)).toEqual(records);
  });

  it('given any strings, when unwrapped, then they are what JSON says', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 }), (others) => {
        const records = [record(1), ...others.map((other) => record(2, other))];
        expect(texts(JSON.stringify({ Records: records }))).toEqual(records.map((one) => JSON.stringify(one)));
      }),
    );
  });

  it.each([
    ['a wrapper that is cut off', `{"Records":[${JSON.stringify(record(1))},{"eventTime":"2024`],
    ['a wrapper with a string that does not end', `{"Records":[${JSON.stringify(record(1))},{"a":"]}`],
    ['something behind it', `{"Records":[${JSON.stringify(record(1))}]} {}`],
    ['another key behind it', `{"Records":[${JSON.stringify(record(1))}],"a":1}`],
    ['a member that is no object', `{"Records":[${JSON.stringify(record(1))},7]}`],
    ['no record', '{"Records":[]}'],
    ['records of another service', '{"Records":[{"kinesis":{"data":"eA=="}}]}'],
    ['more records than a file has', `{"Records":[${JSON.stringify(record(1))}${',{}'.repeat(50_000)}]}`],
    ['a row', '{"ts":"2024-03-12T12:00:00Z"}'],
    ['nothing', ''],
  ])('given %s, when unwrapped, then it stays whole', (_, line) => {
    expect(texts(line)).toBeNull();
  });

  it('given it as AWS delivers it, when read, then each record has an id, a time and the line as its place', async () => {
    const path = join(folder, 'trail.json.gz');
    const wrapper = (...numbers: number[]) => JSON.stringify({ Records: numbers.map((n) => record(n)) });
    writeFileSync(path, gzipSync(`${wrapper(1, 2)}\n${JSON.stringify(record(3))}\n${wrapper(4)}`));
    const source = rawSource({ tenant: '', format: '', partitions: 1 });
    const seen = [];
    for await (const lines of mergeFiles([path], 2)) {
      expect(lines.length).toBeLessThanOrEqual(2);
      for (const { key, headers, value } of source.records(lines))
        if (key) seen.push([`${Buffer.from(headers.ce_id ?? [])}`, JSON.parse(`${Buffer.from(value ?? [])}`).eventID]);
    }
    expect(seen).toEqual([
      ['trail.json.gz:1.1', '1'],
      ['trail.json.gz:1.2', '2'],
      ['trail.json.gz:2', '3'],
      ['trail.json.gz:3.1', '4'],
    ]);
    expect(source.clock.now).toBe(Date.UTC(2024, 2, 12, 12, 0, 4));
  });
});
