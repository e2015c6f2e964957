import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventCore } from '../../../test/fixtures/event-core.ts';
import { LONGEST_PAYLOAD, MOST_PAYLOADS, payloadsOf } from './payloads.ts';

const payloads = (
  facts: Parameters<typeof eventCore>[0],
  fields: Record<string, string> = {},
  tainted: string[] = [],
) => payloadsOf({ event: eventCore(facts), fields, lists: {}, tainted });
const encoded = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding).toString('base64');
const SCRIPT = 'Write-Host "some script"';

describe('the texts that are scanned', () => {
  it('are the command, the address and the fields that a stranger writes, each once', () => {
    const fields = { ScriptBlockText: SCRIPT, 'cs-uri-query': 'q=word', SubjectLogonId: '0x3e7', short: 'abc' };
    const event = { commandLine: SCRIPT, url: '/index.php?q=word', host: 'web-1' };
    expect(payloads(event, fields, ['ScriptBlockText', 'cs-uri-query', 'short', 'user', 'constructor'])).toEqual([
      SCRIPT,
      '/index.php?q=word',
      'q=word',
    ]);
  });

  it.each([
    ['an encoded command', `powershell -enc ${encoded(SCRIPT, 'utf16le')}`, SCRIPT],
    [
      'a pipe through base64',
      `echo ${encoded('bash -i >& /dev/tcp/1', 'utf8')} | base64 -d | sh`,
      'bash -i >& /dev/tcp/1',
    ],
    ['percent signs', 'c=%3Csome%20script%3E+a%E9', 'c=<some script> a\ufffd'],
  ])('hold what is encoded: %s', (_, commandLine, decoded) => {
    expect(payloads({ commandLine })).toEqual([commandLine, decoded]);
  });

  it('leave out what decodes to no text', () => {
    const commandLine =
      'C:/Program/Files/Some/Long/Path/To/A/Program/Of/Somebody/app --key 0123456789abcdef0123456789abcdef';
    expect(payloads({ commandLine })).toEqual([commandLine]);
  });

  it('hold what is encoded wherever it stands, and only runs that are long enough', () => {
    const filler = fc.constantFrom('', ' ', '-', 'word ', '"', 'abc=', '. . . . . . . . . . . ');
    fc.assert(
      fc.property(
        fc.array(filler, { maxLength: 12 }),
        filler,
        fc.integer({ min: 12, max: 60 }),
        (before, after, size) => {
          const secret = 'some secret text that is long enough to be told apart'.slice(0, size);
          const run = encoded(secret, 'utf8').replaceAll('=', '');
          const commandLine = `${before.join('')} ${run} ${after}`;
          expect(payloads({ commandLine }).includes(secret)).toBe(run.length >= 24);
        },
      ),
    );
  });

  it('are bounded in number and length, whatever comes', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.base64String({ maxLength: 400 }),
      fc.constant('x'.repeat(70_000)),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 5 }), text, { maxKeys: 60 }), text, (fields, commandLine) => {
        const found = payloads({ commandLine }, fields, Object.keys(fields));
        expect(found.length).toBeLessThanOrEqual(MOST_PAYLOADS);
        for (const one of found) expect(one.length).toBeLessThanOrEqual(LONGEST_PAYLOAD);
        expect(new Set(found).size).toBe(found.length);
      }),
      { numRuns: 50 },
    );
  });
});
