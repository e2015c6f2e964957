import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sourceClock } from './clock.ts';
import { fileNames, readLines } from './lines.ts';
import { mergeFiles } from './merge.ts';
import { peek } from './peek.ts';
import { rawSource } from './raw-records.ts';

const HOUR = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'vedette-source-'));
const file = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

async function linesOf(path: string) {
  const lines = [];
  for await (const list of readLines(path))
    lines.push(...list.map((line) => `${line.number}:${Buffer.from(line.bytes)}`));
  return lines;
}

describe('lines', () => {
  it.each([
    ['plain.log', (text: string) => text],
    ['packed.log.gz', (text: string) => gzipSync(text)],
    ['packed.log.zst', (text: string) => zstdCompressSync(text)],
    ['appended.log.gz', (text: string) => Buffer.concat([gzipSync(text.slice(0, 4)), gzipSync(text.slice(4))])],
    ['appended.log.zst', (text: string) => Buffer.concat([...text].map((one) => zstdCompressSync(one)))],
  ])('reads %s, numbers kept, empty lines and line ends left out', async (name, pack) => {
    expect(await linesOf(file(name, pack('a\r\n\nb\nlast')))).toEqual(['1:a', '3:b', '4:last']);
  });

  it('puts lines together over the pieces of a large file', async () => {
    const long = 'x'.repeat(3_000_000);
    expect(await linesOf(file('long.log', `${long}\nshort\n`))).toEqual([`1:${long}`, '2:short']);
  });

  it.each([
    ['cut.log.gz', gzipSync('a\nb').subarray(0, -4), 'Z_BUF_ERROR'],
    ['cut.log.zst', zstdCompressSync('a\nb').subarray(0, -2), 'Z_BUF_ERROR'],
    ['trailed.log.zst', Buffer.concat([zstdCompressSync('a\nb'), Buffer.from('junk')]), 'ZSTD_error_prefix_unknown'],
  ])('refuses %s instead of giving a part of it', async (name, bytes, code) => {
    const path = file(name, bytes);
    await expect(linesOf(path)).rejects.toMatchObject({ code, path });
  });

  it.each([
    [
      ['a/one.log', 'b/two.log', '-'],
      ['one.log', 'two.log', 'stdin'],
    ],
    [
      ['a/conn.log', 'b/conn.log', 'c/dns.log'],
      ['a/conn.log', 'b/conn.log', 'dns.log'],
    ],
  ])('names the files %j so that no two are one', (paths, names) => {
    expect(fileNames(paths)).toEqual(names);
  });

  it('says which file cannot be read', async () => {
    await expect(linesOf(join(folder, 'none.log'))).rejects.toThrow(/none\.log/);
  });
});

describe('peek', () => {
  it.each([
    ['{"ts":"2023-08-15T09:53:46.118Z","host":"MKT01.pandalab.com"}', 1692093226118, 'mkt01.pandalab.com'],
    ['{"ts":1715688006.678705,"uid":"C"}', 1715688006679, ''],
    ['{"timestamp_ms":1710244812385,"hostname":"WS"}', 1710244812385, 'ws'],
    ['<30>1 2024-05-14T12:00:39.293577Z PROXY rsyslogd', 1715688039293, ''],
    ['type=SYSCALL msg=audit(1364481363.243:24287): arch=c', 1364481363243, ''],
    ['{"timestamp":1710244812385123}', 1710244812385, ''],
    ['{"ts":9999999999999999}', null, ''],
    ['{"ts":"9999-12-31T23:59:59Z"}', null, ''],
    ['no time at all', null, ''],
    ['{"ts":"not a time at all"}', null, ''],
  ])('%s', (line, time, host) => {
    expect(peek(Buffer.from(line))).toEqual({ time, host });
  });
});

describe('the source clock', () => {
  it('never goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 1e7 }), fc.constantFrom('a', 'b', 'c'))), (lines) => {
        const clock = sourceClock();
        let last = Number.NEGATIVE_INFINITY;
        return lines.every(([time, host]) => {
          const now = clock.see(time, host);
          const risen = now >= last;
          last = now;
          return risen;
        });
      }),
    );
  });

  it('is not moved by one line from the future, nor by one host where three are known', () => {
    const clock = sourceClock();
    for (const host of ['a', 'b', 'c']) clock.see(1000, host);
    for (let i = 0; i < 10; i++) clock.see(HOUR * 1000, 'a');
    expect(clock.now).toBe(1000);
    clock.see(HOUR * 1000 + 5, 'b');
    clock.see(HOUR * 1000 + 7, 'c');
    expect(clock.now).toBe(HOUR * 1000);
  });

  it('follows a single host over a gap once three lines agree', () => {
    const clock = sourceClock();
    clock.see(0, 'a');
    clock.see(5 * HOUR, 'a');
    clock.see(5 * HOUR + 1, 'a');
    expect(clock.now).toBe(0);
    clock.see(5 * HOUR + 2, 'a');
    expect(clock.now).toBe(5 * HOUR);
  });
});

describe('the raw source', () => {
  it('merges files by time and sends a host to one partition, each line with its place', async () => {
    const row = (second: number, host: string) => JSON.stringify({ ts: `2024-01-01T00:00:0${second}Z`, host });
    const one = file('one.ndjson', `${row(1, 'A')}\n${row(3, 'A')}\n`);
    const two = file('two.ndjson', `${row(2, 'A')}\n${row(4, 'B')}\n`);
    const source = rawSource({ tenant: 'acme', format: '', partitions: 6 });
    const ids: string[] = [];
    const partitions = new Set<number>();
    for await (const lines of mergeFiles([one, two], 3)) {
      for (const send of source.records(lines).filter((record) => record.key)) {
        ids.push(Buffer.from(send.headers.ce_id ?? []).toString());
        if (Buffer.from(send.key ?? []).toString() === 'a') partitions.add(send.partition);
      }
    }
    expect(ids).toEqual(['one.ndjson:1', 'two.ndjson:1', 'one.ndjson:2', 'two.ndjson:2']);
    expect(partitions.size).toBe(1);
    expect(source.end().length).toBe(6);
  });
});
