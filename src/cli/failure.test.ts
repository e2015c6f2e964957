import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../environment.ts';
import { FatalError } from '../runner.ts';
import { ContractError } from '../shell/contracts.ts';
import { KafkaRefusal } from '../shell/kafka/errors.ts';
import { RetriableError } from '../stage.ts';
import { explain, usageFailure } from './failure.ts';
import { escaped, table } from './output.ts';

const systemError = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: it`), { code, ...(path && { path }) });

describe('an exit code', () => {
  it.each([
    ['a wrong argument', usageFailure('no such stage'), 2, 'no such stage'],
    ['a wrong configuration', new ConfigurationError(['A: x', 'B: y']), 2, 'A: x\n  B: y'],
    ['a wrong topic file', new ContractError('topics/x.yaml: spec'), 2, 'topics/x.yaml'],
    ['a file that is not there', systemError('ENOENT', '/x/y.log'), 2, '/x/y.log: no such file'],
    ['a file that was cut off', systemError('Z_BUF_ERROR', 'x.gz'), 2, 'x.gz: ends in the middle'],
    ['a missing topic', new FatalError('topic x does not exist'), 3, 'topic x does not exist'],
    ['a broker that is down', new RetriableError('Kafka: no'), 3, 'Kafka: no'],
    ['a broker that refuses', new KafkaRefusal('Kafka: not authorized'), 3, 'Kafka: not authorized'],
    ['a port that is taken', systemError('EADDRINUSE'), 3, 'EADDRINUSE'],
    ['a disk that is full', systemError('ENOSPC'), 3, 'ENOSPC'],
    ['a bug', new TypeError('x is undefined'), 4, 'VEDETTE_DEBUG=1'],
    ['something thrown that is no error', 'oops', 4, 'a bug: none'],
  ])('tells of %s', (_, error, exitCode, text) => {
    expect(explain(error)).toEqual({ exitCode, text: expect.stringContaining(text) });
  });

  it('of a bug comes with its kind and place, without a stack trace and without its message', () => {
    const { text } = explain(new SyntaxError('Unexpected token in "canary"'));
    expect(text).toMatch(/^a bug: SyntaxError at .*failure\.test\.ts:\d+/);
    expect(text).not.toMatch(/canary|\n/);
  });
});

it('lays a table out, numbers to the right', () => {
  expect(
    table(
      ['name', 'n'],
      [
        ['a', 5],
        ['bcdef', 1234],
      ],
    ),
  ).toBe('name      n\na         5\nbcdef  1234');
});

it.each([
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['a\nb\u0000', 'a\\u{a}b\\u{0}'],
  ['\u202eevil\u2028', '\\u{202e}evil\\u{2028}'],
  ['plain ünïcode', 'plain ünïcode'],
])('makes %j harmless for a terminal', (text, harmless) => {
  expect(escaped(text)).toBe(harmless);
});
