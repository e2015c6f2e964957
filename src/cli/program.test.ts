import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { captured } from './captured.fixture.ts';
import { program, runProgram } from './program.ts';

describe('the command line', () => {
  const before = process.env;
  const written = captured();
  beforeEach(() => {
    process.env = {};
  });
  afterEach(() => {
    process.env = before;
  });
  const vedette = (...args: string[]) => runProgram(['node', 'vedette', ...args]);

  it('leads with examples and ends with the exit codes', async () => {
    expect(await vedette('--help')).toBe(0);
    expect(written.out.indexOf('Examples:')).toBeLessThan(written.out.indexOf('Usage:'));
    expect(written.out).toMatch(/Exit codes:\n {2}0 {2}all is well/);
  });

  it.each([
    'demo',
    'replay',
    'features',
    'rules',
    'run',
    'produce',
    'audit',
    'dlq',
    'topics',
    'schemas',
    'acls',
    'doctor',
  ])('has %s, whose help leads with examples', async (name) => {
    expect(await vedette(name, '--help')).toBe(0);
    const [example, usage] = [`$ vedette ${name}`, `Usage: vedette ${name}`].map((text) => written.out.indexOf(text));
    expect(example).toBeGreaterThan(0);
    expect(usage).toBeGreaterThan(example as number);
  });

  it('describes every option of every command', () => {
    const all = program().commands.flatMap((command) => [command, ...command.commands]);
    expect(
      all.filter((command) => command.name() !== 'help' && !command.description()).map((command) => command.name()),
    ).toEqual([]);
    expect(
      all.flatMap((command) => command.options.filter((option) => !option.description).map((option) => option.long)),
    ).toEqual([]);
  });

  it.each([
    ['a command that there is not', ['nonsense'], 'unknown command'],
    ['an option that there is not', ['audit', '--nonsense'], 'unknown option'],
    ['a number that is none', ['produce', 'x.log', '--rate', 'fast'], 'a whole number of 1 or more'],
    [
      'a format that there is not',
      ['replay', 'x', '--out', 'y', '--format', 'zeeek'],
      'take auto, windows, ecar, zeek',
    ],
    ['a tenant that is none', ['replay', 'x', '--out', 'y', '--tenant', 'BAD NAME'], 'a tenant is lower-case'],
    ['a tenant that is none', ['produce', 'x', '--tenant', '-'], 'a tenant is lower-case'],
    ['a feature file of another kind', ['features', 'x', '--out', 'a.csv'], 'ends in .arrow or .ndjson'],
    ['no stage', ['run'], 'name the stages to run'],
    ['a stage that there is not', ['run', 'intake', 'nonsense'], 'there is no stage nonsense: take intake, features'],
    ['rights of a role that there is not', ['acls', 'nonsense'], 'there is no role nonsense: take intake, features'],
    ['a format of rights that there is not', ['acls', '--format', 'xml'], 'Allowed choices are text, kafka-acls'],
    ['a principal that would end its quotes', ['acls', '--principal-prefix', "User:x' rm"], 'such as User:vedette-'],
    [
      'a principal that is no name in Kubernetes',
      ['acls', '--format', 'strimzi', '--principal-prefix', 'User:CN=x'],
      'for Strimzi it is User:',
    ],
    ['pseudonyms without a secret', ['run', 'features', 'scrub'], 'set VEDETTE_PSEUDONYM_SECRET'],
    ['dead letters of no stage', ['dlq', 'list', '--stage', 'nonsense'], 'there is no stage nonsense'],
  ])('answers 2 to %s', async (_, args, message) => {
    expect(await vedette(...args)).toBe(2);
    expect(written.err).toContain(message);
    expect(written.out).toBe('');
  });

  it('answers 2 to a wrong configuration, all faults at once', async () => {
    process.env = { KAFKA_SSL: 'perhaps', VEDETTE_EPOCHS: '1' };
    expect(await vedette('run', 'all')).toBe(2);
    expect(written.err).toMatch(/KAFKA_SSL: must be true or false/);
    expect(written.err).toMatch(/did you mean VEDETTE_EPOCH\?/);
  });

  it('prints the configuration for a script, secrets hidden', async () => {
    process.env = { KAFKA_SASL_MECHANISM: 'plain', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'hunter2' };
    expect(await vedette('run', '--print-config', '--json')).toBe(0);
    expect(JSON.parse(written.out)).toContainEqual(
      expect.objectContaining({ name: 'KAFKA_PASSWORD', value: '***', from: 'environment' }),
    );
    expect(written.out).not.toContain('hunter2');
  });

  it('checks the schemas without a registry', async () => {
    expect(await vedette('schemas', 'check', '--json')).toBe(0);
    expect(JSON.parse(written.out)).toEqual([]);
  });
});
