import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { runProgram } from '../program.ts';
import { tarOf } from './tar.fixture.ts';

const rule = (id: string, value: string) =>
  `title: ${id}\nid: ${id}\nlogsource: {category: c}\ndetection:\n  s: {f: ${value}}\n  condition: s\n`;
const BAD = rule('bad', 'x').replace('f: x', 'f|odd: x');
const event = (number: number, value: unknown, category = 'c') =>
  JSON.stringify({ event: number, logsources: [{ category }], fields: { f: value } });

describe('vedette rules', () => {
  let folder = '';
  const written = { out: '', err: '' };
  const at = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vedette-rules-'));
    Object.assign(written, { out: '', err: '' });
    const into = (name: 'out' | 'err') => (text: unknown) => {
      written[name] += text;
      return true;
    };
    jest.spyOn(process.stdout, 'write').mockImplementation(into('out'));
    jest.spyOn(process.stderr, 'write').mockImplementation(into('err'));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });
  const rules = (...args: string[]) => runProgram(['node', 'vedette', 'rules', ...args]);
  const match = (path: string, ...files: string[]) => rules('match', '--rules', path, '--format', 'prepared', ...files);
  const pairs = () => written.out.split('\n').filter(Boolean);

  it('match writes a line for each match, over files packed and plain', async () => {
    const path = at('r.yml', `${rule('one', 'x')}---\n${rule('two', "'*'")}`);
    const events = at('a.ndjson', `${event(0, 'X')}\n\n${event(1, 'y')}\n${event(2, 'x', 'd')}\n`);
    const more = at('b.ndjson.zst', zstdCompressSync(event(3, 'x')));
    expect(await match(path, events, more)).toBe(0);
    expect(pairs()).toEqual(
      [
        [0, 'one'],
        [0, 'two'],
        [1, 'two'],
        [3, 'one'],
        [3, 'two'],
      ].map(([number, id]) => JSON.stringify({ event: number, rule: id })),
    );
  });

  it('match says which rules were not loaded, and goes on with the others', async () => {
    const path = at('r.yml', `${rule('one', 'x')}---\n${BAD}`);
    expect(await match(path, at('a.ndjson', event(0, 'x')))).toBe(0);
    expect(pairs()).toHaveLength(1);
    expect(written.err).toContain('r.yml:12:7: bad: modifier: there is no modifier odd');
    expect(written.err).toContain('1 rules loaded, 1 faults');
  });

  it('match names the lines that are no events, goes on, and ends with 1', async () => {
    const lines = [
      '{',
      '[]',
      '{"event":1}',
      event(0.5, 'x'),
      '{"event":0,"logsources":[1],"fields":{}}',
      event(7, 'x'),
    ];
    expect(await match(at('r.yml', rule('one', 'x')), at('a.ndjson', lines.join('\n')))).toBe(1);
    expect(pairs()).toEqual(['{"event":7,"rule":"one"}']);
    expect(written.err).toContain('a.ndjson:5: not a prepared event');
    expect(written.err).toContain('5 lines are no events');
  });

  const SECURITY = `title: t\nid: t\nlogsource: {product: windows, service: security}
detection:\n  s: {EventID: 4688, Image|endswith: cmd.exe}\n  condition: s\n`;
  const row = (host: string, image: string) =>
    JSON.stringify({ ts: 0, host, channel: 'Security', event_id: 4688, data: { NewProcessName: image } });

  it('match reads raw telemetry and names matches by file and line', async () => {
    const events = at('a.ndjson', `${row('a', 'x.exe')}\n\n${row('b', 'C:\\cmd.exe')}\n`);
    const files = [events, at('b.ndjson.gz', gzipSync(row('c', 'cmd.exe')))];
    expect(await rules('match', '--rules', at('r.yml', SECURITY), ...files)).toBe(0);
    expect(pairs()).toEqual(['{"file":"a.ndjson","line":3,"rule":"t"}', '{"file":"b.ndjson.gz","line":1,"rule":"t"}']);
  });

  it('match numbers raw events over all files, and passes over what is none', async () => {
    const conn = (name: string) =>
      at(
        name,
        '#separator \\x09\n#path\tknown_hosts\n#fields\tts\thost\tlabel\n1655071198.4\t10.0.0.5\tBenign\n#close\tnow',
      );
    const zeek = `title: z\nid: z\nlogsource: {product: zeek, service: known_hosts}
detection:\n  s: {host: 10.0.0.5, label: null}\n  condition: s\n`;
    const files = [conn('1.log'), at('2.bin', Buffer.from([0, 1, 2])), conn('3.log')];
    expect(await rules('match', '--rules', at('z.yml', zeek), '--number', 'events', ...files)).toBe(1);
    expect(pairs()).toEqual(['{"event":0,"rule":"z"}', '{"event":1,"rule":"z"}']);
    expect(written.err).toContain('2.bin:1: unknown_format');
    expect(written.err).toContain('1 lines are no events');
  });

  it('match names the record of a line that wraps many', async () => {
    const trail = `title: c\nid: c\nlogsource: {product: aws, service: cloudtrail}
detection:\n  s: {requestParameters.name: x}\n  condition: s\n`;
    const record = (name: string) => ({
      ...{ eventTime: '2024-01-01T00:00:00Z', eventSource: 's3.amazonaws.com', eventName: 'PutObject' },
      requestParameters: { name },
    });
    const file = at('c.json', JSON.stringify({ Records: [record('y'), record('x')] }));
    expect(await rules('match', '--rules', at('c.yml', trail), file)).toBe(0);
    expect(pairs()).toEqual(['{"file":"c.json","line":1,"record":2,"rule":"c"}']);
  });

  describe.each([
    ['rules.tar.zst', zstdCompressSync],
    ['rules.tar.gz', gzipSync],
  ])('%s', (name, pack) => {
    it('is read in memory, whatever its names and links say', async () => {
      const files = [
        { name: '../../outside.yml', text: rule('one', 'x') },
        { name: `${'long/'.repeat(40)}name.yaml`, text: rule('two', 'x') },
        { name: 'link.yml', text: '', kind: '2' },
        { name: 'readme.md', text: 'no rule' },
      ];
      expect(await match(at(name, pack(tarOf(files))), at('a.ndjson', event(0, 'x')))).toBe(0);
      expect(pairs()).toHaveLength(2);
    });

    it.each([
      ['that is cut short', (tar: Buffer) => pack(tar.subarray(0, 540)), 'ends in the middle of a file'],
      ['that is no archive', () => pack(Buffer.from('x'.repeat(2_000))), 'a header without a size'],
      ['without rules', () => pack(tarOf([{ name: 'a.txt', text: '' }])), 'there are no rules'],
    ])('%s is refused', async (_, make, message) => {
      const path = at(name, make(tarOf([{ name: 'a.yml', text: rule('one', 'x') }])));
      expect(await match(path, at('a.ndjson', event(0, 'x')))).toBe(2);
      expect(written.err).toContain(message);
    });
  });

  it('check tells every fault with its place, and ends with 1', async () => {
    mkdirSync(join(folder, 'sub'));
    at('sub/b.yml', BAD);
    at('a.yml', `${rule('one', 'x')}---\n${rule('one', 'y')}`);
    at('big.yml', ' '.repeat(3_000_000));
    symlinkSync('/etc', join(folder, 'link'));
    expect(await rules('check', folder)).toBe(1);
    expect(pairs()).toEqual([
      'a.yml:9:1: one: id: another rule is one',
      expect.stringContaining('big.yml:1:1: size: the file is longer than'),
      'sub/b.yml:5:7: bad: modifier: there is no modifier odd',
    ]);
    expect(written.err).toContain('3 faults, 1 rules, 0 correlations without');
  });

  it('check warns, and ends with 1 for it only where it is to be strict', async () => {
    const path = at('a.yml', rule('one', 'x').replace('category: c', 'category: dns'));
    expect(await rules('check', path)).toBe(0);
    expect(pairs()).toEqual([
      expect.stringContaining(':5:7: one: warning: events of this log source are not known to have a field f'),
    ]);
    expect(written.err).toContain('1 rules, 0 correlations, no faults, 1 warnings');
    expect(await rules('check', path, '--strict')).toBe(1);
  });

  it('check prints JSON, and ends with 0 where all is well', async () => {
    at('a.yml', rule('one', 'x'));
    expect(await rules('check', folder, '--json')).toBe(0);
    expect(JSON.parse(written.out)).toEqual({ rules: 1, correlations: 0, faults: [], warnings: [] });
  });

  it('check tells the faults of YARA rules with those of Sigma', async () => {
    at('a.yml', rule('one', 'x'));
    at(
      'b.yar',
      'rule good { strings: $a = "word" condition: $a }\nrule odd { strings: $a = "word" condition: $a and zz }',
    );
    at('c.yar', 'rule slow { condition: true }');
    at('b.yar.test.yml', 'match: [word]');
    expect(await rules('check', folder)).toBe(1);
    expect(pairs()).toEqual([
      expect.stringContaining('c.yar:1:1: slow: slow: it would be tried on every text'),
      'b.yar:2:51: odd: compile: unknown identifier `zz`',
    ]);
    expect(written.err).toContain('2 faults, 2 rules, 0 correlations without');
  });

  it('check takes one YARA file', async () => {
    expect(await rules('check', at('b.yar', 'rule good { strings: $a = "word" condition: $a }'))).toBe(0);
    expect(written.err).toContain('1 rules, 0 correlations, no faults');
  });

  it.each([
    ['no path', ['check'], 'missing required argument'],
    ['no rules', ['match', 'a', '--format', 'prepared'], "'--rules <path>' not specified"],
    [
      'a number for events that have one',
      ['match', 'a', '--rules', 'b', '--format', 'prepared', '--number', 'events'],
      'prepared events bear their numbers',
    ],
    ['a format that there is not', ['match', 'a', '--rules', 'b', '--format', 'x'], 'json, auditd'],
  ])('says what is wrong with %s', async (_, args, message) => {
    expect(await rules(...args)).toBe(2);
    expect(written.err).toContain(message);
  });

  it.each(['match', 'correlate', 'check'])('%s leads its help with examples', async (name) => {
    expect(await rules(name, '--help')).toBe(0);
    expect(written.out.indexOf('Examples:')).toBeLessThan(written.out.indexOf('Usage:'));
  });
});
