import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { initSync } from '@virustotal/yara-x';
import fc from 'fast-check';
import { loadYara } from '../../detectors/yara/load.ts';
import { Prefilter } from '../../detectors/yara/prefilter.ts';
import { compile } from './compile.ts';

const WASM = new URL('../../../node_modules/@virustotal/yara-x/pkg/yara_x_js_bg.wasm', import.meta.url);
beforeAll(() => {
  initSync({ module: readFileSync(WASM) });
});

const WORDS = ['words', 'other', 'Thing', 'kelvin'];
const MODIFIERS = ['', 'nocase', 'wide', 'wide ascii', 'fullword', 'base64', 'base64wide', 'nocase wide ascii'];
const word = fc.constantFrom(...WORDS);
const literal = fc.oneof(
  fc.tuple(word, fc.constantFrom(...MODIFIERS)).map(([text, modifier]) => `"${text}" ${modifier}`),
  fc.tuple(word, word).map(([one, two]) => `"${one}\\x00\\xff${two}"`),
  fc
    .tuple(word, fc.constantFrom('+', '?', '*', '{,2}', '{0,2}', '{1,2}', '|', '.', '[a-z]', '(x|y)?', '\\d*'), word)
    .map(([one, repeat, two]) => `/${one}${repeat}${two}/`),
  fc
    .tuple(word, fc.constantFrom('', 'nocase', 'wide', 'wide ascii'))
    .map(([text, modifier]) => `/(?i)${text}/ ${modifier}`),
  word.map((text) => `{ ${Buffer.from(text).toString('hex')} ?? [0-2] (61 | ~62) }`),
);
const leaf = fc.constantFrom(
  ...['$a', '$b', '#a > 1', '#b == 1', '#a == 0', 'any of them', 'all of them', '2 of ($*)', 'none of them'],
  ...['filesize > 5', '$a at 0', '$b in (0..20)', 'for any of them : ($ at 3)', '(#a + #b) > 1', 'false', 'first'],
  ...['1 of ($a, $c)', '50% of them', 'any of ($b*) in (0..9)', '#a in (0..30) >= 1', 'defined uint8(3)', '@a[1] == 2'],
);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('condition'), fc.constantFrom(' and ', ' or '), tie('condition')).map((parts) => parts.join('')),
    tie('condition').map((inner) => `not ${inner}`),
    tie('condition').map((inner) => `(${inner})`),
  ),
}));
/** Asks for every string, so that none is unused; proves something, or nothing. */
const known = fc.constantFrom('any of them', '1 of ($a, $b, $c)', '($a or $b or $c or true)');
const ENCODINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.replace('k', '\u212a'),
  (text) => [...text, ''].join('\0'),
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(`x${text}`).toString('base64'),
  (text) => [...Buffer.from(`xy${text}`).toString('base64'), ''].join('\0'),
  (text) => text.slice(0, -1),
  (text) => `${text}a${text}`,
];
const piece = fc.oneof(
  fc.tuple(word, fc.constantFrom(...ENCODINGS)).map(([text, encode]) => encode(text)),
  fc.constantFrom(' ', 'x', '\u00e9', '1', 'abcd'),
);
const payload = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));

describe('the prefilter', () => {
  it('given rules and texts, when YARA matches, then the text was not ruled out', () => {
    let matches = 0;
    let ruledOut = 0;
    fc.assert(
      fc.property(
        literal,
        literal,
        literal,
        condition,
        known,
        fc.array(payload, { minLength: 4, maxLength: 8 }),
        (a, b, c, wanted, known, texts) => {
          const text = `private rule first { strings: $a = ${a} condition: $a }
          rule r { strings: $a = ${a} $b = ${b} $c = ${c} condition: (${wanted}) and ${known} }`;
          const { rules } = loadYara([{ name: 'a.yar', text }]);
          if (rules.length < 2) return;
          const prefilter = new Prefilter(rules);
          const compiled = compile(rules);
          const scanner = compiled.rules.scanner();
          for (const one of texts) {
            const isMatch = scanner
              .scan(Buffer.from(one))
              .matches.some((match: { isPrivate: boolean }) => !match.isPrivate);
            if (isMatch) expect([one, prefilter.mayMatch(one)]).toEqual([one, true]);
            matches += isMatch ? 1 : 0;
            ruledOut += prefilter.mayMatch(one) ? 0 : 1;
          }
          scanner.free();
          compiled.rules.free();
        },
      ),
      { numRuns: 250 },
    );
    expect(matches).toBeGreaterThan(10);
    expect(ruledOut).toBeGreaterThan(10);
  }, 120_000);
});
