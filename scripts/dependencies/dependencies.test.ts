import { describe, expect, it } from '@jest/globals';
import { readAudit } from './audit-answer.ts';
import { installScriptFaults } from './install-scripts.ts';
import { licenceFaults } from './licences.ts';
import { allowScripts, packages, withInstallScript } from './read.ts';

const licensed = (licence: string, isDev = false) => [{ path: 'x', name: 'x', version: '1.0.0', licence, isDev }];

describe('a licence', () => {
  it('of every package of the lock file is allowed', () => {
    expect(packages().length).toBeGreaterThan(100);
    expect(licenceFaults(packages())).toEqual([]);
  });

  it.each(['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0 AND MIT'])('may be %s', (licence) => {
    expect(licenceFaults(licensed(licence))).toEqual([]);
  });

  it.each(['', 'GPL-3.0', 'MIT AND GPL-3.0', 'SEE LICENSE IN LICENSE', 'BUSL-1.1', 'CC-BY-4.0'])(
    'of what is shipped may not be %j',
    (licence) => expect(licenceFaults(licensed(licence))).toEqual([expect.stringContaining('x@1.0.0: ')]),
  );

  it('may be laxer where nothing of it is shipped', () => {
    expect(licenceFaults(licensed('CC-BY-4.0', true))).toEqual([]);
  });
});

describe('an install script', () => {
  it('of every package of the lock file was decided on', () => {
    expect(withInstallScript().length).toBeGreaterThan(3);
    expect(installScriptFaults(withInstallScript(), allowScripts())).toEqual([]);
  });

  it('that nobody has decided on is told, and a decision without one too', () => {
    expect(installScriptFaults(['new', 'old'], { old: false, gone: true })).toEqual([
      expect.stringMatching(/^new has an install script/),
      expect.stringMatching(/^gone has no install script any more/),
    ]);
  });
});

describe('an answer of npm audit', () => {
  const metadata = { dependencies: { total: 7 } };
  it.each([
    [
      { vulnerabilities: {}, metadata },
      { kind: 'clean', dependencies: 7 },
    ],
    [
      { vulnerabilities: { a: { severity: 'moderate' } }, metadata },
      { kind: 'clean', dependencies: 7 },
    ],
    [
      { vulnerabilities: { a: { severity: 'high' } }, metadata },
      { kind: 'vulnerable', names: ['a (high)'] },
    ],
    [
      { message: '405', statusCode: 405 },
      { kind: 'refused', why: '405' },
    ],
    [
      { message: '503', statusCode: 503 },
      { kind: 'unreachable', why: '503' },
    ],
    [{ message: 'connect ECONNREFUSED' }, { kind: 'unreachable', why: 'connect ECONNREFUSED' }],
    [null, { kind: 'unreachable', why: 'npm audit gave no report' }],
    [{ vulnerabilities: {} }, { kind: 'unreachable', why: 'npm audit gave no report' }],
  ])('%j is %j', (report, answer) => expect(readAudit(JSON.stringify(report))).toEqual(answer));

  it('that is no JSON is none', () => expect(readAudit('oops').kind).toBe('unreachable'));
});
