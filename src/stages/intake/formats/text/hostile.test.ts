import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lineCandidate } from '../../../../../test/fixtures/text-candidate.ts';
import type { Mapped } from '../../format.ts';
import { TEXT_FORMATS } from './index.ts';

/** Beginnings that lead into each parser. */
const STARTS = [
  '',
  '<34>1 2003-10-11T22:14:15.003Z h sshd 1 ID47 - ',
  '<34>1 2003-10-11T22:14:15.003Z h app 1 ID47 [a b="',
  'May 14 12:00:06 h sshd[1]: Failed password for invalid user ',
  'May 14 12:00:06 h sshd[1]: Connection closed by invalid user ',
  'May 14 12:00:06 h sudo: a : ',
  'May 14 12:00:06 h sshd[1]: pam_unix(sshd:auth): authentication failure; ',
  'May 14 12:00:06 h CRON[1]: (root) CMD (',
  'May 14 12:00:06 h useradd[1]: new user: name=',
  'May 14 12:00:06 h kernel: [UFW BLOCK] IN= SRC=',
  'May 14 12:00:06 h named[1]: client ',
  'May 14 12:00:06 h vsftpd[1]: [x] FAIL LOGIN: Client "',
  'May 14 12:00:06 h systemd[1]: Started ',
  'May 14 12:00:06 h snort[1]: [1:2:3] ',
  'type=EXECVE msg=audit(1364481363.243:24287): argc=3 a0=',
  "type=USER_LOGIN msg=audit(1364481363.243:24287): msg='op=",
  'CEF:0|a|b|c|d|e|1|',
  'CEF:0|',
  '05/14-12:02:05.860 [**] [1:382:1] ',
  '<166>May 14 12:00:06 FW %ASA-6-302013: Built inbound TCP connection ',
  '<166>May 14 12:00:06 FW %ASA-4-106100: access-list ',
  '<166>May 14 12:00:06 FW %ASA-6-113005: AAA user authentication Rejected : ',
  "<166>May 14 12:00:06 FW %ASA-5-111010: User '",
  '10.0.0.9 - ',
  '10.0.0.9 - - [14/May/2024:12:05:51 +0000] "GET http://',
  '10.0.0.9 - - [14/May/2024:12:05:51 +0000] "GET / HTTP/1.1" 200 5 "-" "',
  '#1699999999\n',
];

/** Marks that the parsers look for, and what attackers put between them. */
const PIECES = [
  ' ',
  '"',
  "'",
  '\\',
  '=',
  ' = ',
  '|',
  '[',
  ']',
  '] "',
  '" ',
  ' from ',
  ' port ',
  ' for ',
  ' to ',
  ' : ',
  ' ; ',
  ' -> ',
  ' by ',
  ' user=',
  'a=',
  ' a=b',
  ' a="b"',
  '-',
  '1',
  '1.',
  ':',
  '::',
  '(',
  ') ',
  '{',
  '} ',
  '%',
  '<',
  '>',
  ', ',
  '#',
  '@',
  '/',
  'x',
  'AB',
  'Label=',
  'COMMAND=',
  'invalid user ',
  ' [**] ',
  '\u0000',
  '\r\n',
  '\u001b[2J',
  '\u001d',
  '\ufeff',
  '\ud800',
  '😀',
  '__proto__=1 ',
  '2024-05-14T12:00:00Z ',
  '10.0.0.1',
];

const piece = fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 6 }));
const line = fc
  .tuple(fc.constantFrom(...STARTS), fc.array(piece, { maxLength: 40 }))
  .map(([start, pieces]) => start + pieces.join(''));

function isSound(mapped: Mapped | null): boolean {
  if (mapped === null) return true;
  const { fields, tainted, srcPort = 0, dstPort = 0, time } = mapped;
  const ports = [srcPort, dstPort].every((port) => Number.isInteger(port) && port >= 0 && port <= 65_535);
  const texts = [...Object.values(fields), ...tainted, mapped.user ?? '', mapped.host ?? '', mapped.commandLine ?? ''];
  const bare = Object.getPrototypeOf(fields) === null;
  return ports && bare && texts.every((text) => typeof text === 'string') && (time === null || Number.isFinite(time));
}

describe.each(TEXT_FORMATS.map((format) => [format.name, format] as const))('%s', (name, format) => {
  it('answers soundly to anything, with its hint and without', () => {
    fc.assert(
      fc.property(line, fc.constantFrom(name, ''), (text, hint) => {
        const candidate = lineCandidate(text, hint);
        return typeof format.recognises(candidate) === 'boolean' && isSound(format.map(candidate));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('cost', () => {
  let steps = 0;
  const native = {
    charCodeAt: String.prototype.charCodeAt,
    indexOf: String.prototype.indexOf,
    lastIndexOf: String.prototype.lastIndexOf,
    includes: String.prototype.includes,
    split: String.prototype.split,
    replace: String.prototype.replace,
    replaceAll: String.prototype.replaceAll,
    exec: RegExp.prototype.exec,
    test: RegExp.prototype.test,
  };

  // Counted steps, not time: a search counts the characters that it passes, an expression the text that it is given.
  beforeEach(() => {
    const strings = String.prototype as unknown as Record<string, unknown>;
    const expressions = RegExp.prototype as unknown as Record<string, unknown>;
    strings.charCodeAt = function (this: string, index: number) {
      steps++;
      return native.charCodeAt.call(this, index);
    };
    strings.indexOf = function (this: string, mark: string, from = 0) {
      const found = native.indexOf.call(this, mark, from);
      steps += 1 + Math.max(0, (found < 0 ? this.length : found) - Math.max(0, from));
      return found;
    };
    strings.lastIndexOf = function (this: string, mark: string, from = Number.POSITIVE_INFINITY) {
      const found = native.lastIndexOf.call(this, mark, from);
      steps += 1 + Math.max(0, Math.min(this.length, from) - Math.max(found, 0));
      return found;
    };
    for (const name of ['includes', 'split', 'replace', 'replaceAll'] as const) {
      strings[name] = function (this: string, ...given: unknown[]) {
        steps += 1 + this.length;
        return (native[name] as (...given: unknown[]) => unknown).apply(this, given);
      };
    }
    for (const name of ['exec', 'test'] as const) {
      expressions[name] = function (this: RegExp, text: string) {
        steps += 1 + text.length;
        return (native[name] as (text: string) => unknown).call(this, text);
      };
    }
  });

  afterEach(() => {
    const { exec, test, ...strings } = native;
    Object.assign(String.prototype, strings);
    Object.assign(RegExp.prototype, { exec, test });
  });

  function stepsFor(text: string): number {
    steps = 0;
    for (const format of TEXT_FORMATS) {
      format.recognises(lineCandidate(text));
      format.map(lineCandidate(text, format.name));
    }
    return steps;
  }

  it('grows with the length of the line and no faster, whatever is repeated in it', () => {
    const worst = { perCharacter: 0, start: '', piece: '' };
    for (const start of STARTS) {
      for (const repeated of PIECES) {
        const text = start + repeated.repeat(Math.ceil(20_000 / repeated.length));
        const perCharacter = stepsFor(text) / text.length;
        if (perCharacter > worst.perCharacter) Object.assign(worst, { perCharacter, start, piece: repeated });
      }
    }
    // A pass over the line is one step a character. All formats together need 14; a parser that is not linear needs thousands.
    expect(worst.perCharacter).toBeLessThan(40);
  });

  it('stops growing where the line is longer than any parser looks', () => {
    const long = (length: number) =>
      stepsFor(`May 14 12:00:06 h sshd[1]: Failed password for ${' from '.repeat(length / 6)}`);
    expect(long(3_000_000)).toBe(long(300_000));
  });
});
