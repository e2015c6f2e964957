import { describe, expect, it } from '@jest/globals';
import { ADMIN, securedEnvironment } from '../../scripts/stack/secrets.ts';
import type { Settings } from '../../scripts/stack/settings.ts';
import { ROLES, type Role } from '../../src/cli/acls/roles.ts';
import { TOPICS } from '../../src/domain/contracts.gen.ts';
import { readEnvironment } from '../../src/environment.ts';
import { kafkaAdmin } from '../../src/shell/kafka/admin.ts';
import { attempts, lines, rightsOn } from '../../src/shell/kafka/rights.fixture.ts';
import { STAGES } from '../../src/topology.ts';
import { until } from '../contract/until.ts';
import { command } from '../e2e/processes.ts';
import { quiet } from '../integration/quiet.ts';
import { BESIDES, RENDERED } from './prepared.ts';

const NAMES = TOPICS.map(({ name }) => name).sort();
const REFUSED = 'TOPIC_AUTHORIZATION_FAILED';
/** The library asks every broker for the group's coordinator and drops the reasons for which it is not told. */
const NO_GROUP = 'KafkaJSGroupCoordinatorNotFound';

/** What each principal can do on the broker is what `vedette acls` says, and no more. The rights are there, and all topics. */
export function rightsSuite(settings: Settings): void {
  const kafkaOf = (user: string) => readEnvironment(securedEnvironment(settings, user)).kafka;

  it('the broker holds what is rendered, right for right', async () => {
    const mine = lines(RENDERED);
    const found = await rightsOn(kafkaOf(ADMIN));
    expect(found.filter((line) => !BESIDES.test(line))).toEqual(mine);
  });

  it('and has a group coordinator', async () => {
    const { read, close } = await attempts(kafkaOf('vedette-intake'));
    await until('it has', async () => (await read('telemetry.raw.v1', 'vedette.intake')) === 'allowed', 30_000);
    await close();
  });

  describe.each(STAGES.map(({ name }) => name))('the principal of %s', (stage) => {
    const role = ROLES.find(({ name }) => name === stage) as Role;
    const may = (operation: 'Read' | 'Write') => topicsOf(role, operation);

    it('writes to its outputs, its dead letters and the ledger, and to nothing else', async () => {
      const { write, seen, close } = await attempts(kafkaOf(`vedette-${stage}`));
      const answers = await each(NAMES, write);
      expect(answers).toEqual(NAMES.map((name) => [name, may('Write').includes(name) ? 'allowed' : REFUSED]));
      expect((await seen()).toSorted()).toEqual([...new Set([...may('Read'), ...may('Write')])].sort());
      await close();
    });

    it('reads its input and its tables, and nothing else, and joins no group but its own', async () => {
      const { read, close } = await attempts(kafkaOf(`vedette-${stage}`));
      const group = `vedette.${stage}`;
      const answers = await each(NAMES, (topic) => read(topic, group));
      expect(answers).toEqual(NAMES.map((name) => [name, may('Read').includes(name) ? 'allowed' : REFUSED]));
      const others = [
        ...STAGES.map(({ name }) => `vedette.${name}`),
        ...STAGES.map(({ name }) => `vedette.reader.${name}.1`),
      ];
      const mine = [group, ...(may('Read').length > 1 ? [`vedette.reader.${stage}.1`] : [])];
      const input = STAGES.find(({ name }) => name === stage)?.reads.name ?? '';
      expect(await each(others, (other) => read(input, other))).toEqual(
        others.map((other) => [other, mine.includes(other) ? 'allowed' : NO_GROUP]),
      );
      await close();
    });

    it('makes and changes no topic', async () => {
      const admin = kafkaAdmin(kafkaOf(`vedette-${stage}`), quiet);
      const input = STAGES.find(({ name }) => name === stage)?.reads.name ?? '';
      const create = admin.create({ topic: `${stage}.new`, partitions: 1, replicas: 1, config: {} });
      await expect(create).rejects.toThrow(/authorized/i);
      await expect(admin.configure(input, { 'retention.ms': '1' })).rejects.toThrow(/authorized/i);
      await expect(admin.grow(input, 50)).rejects.toThrow(/authorized/i);
      await admin.close();
    });
  });

  it('a user without rights sees nothing', async () => {
    const { seen, write, close } = await attempts(kafkaOf('vedette-nobody'));
    expect(await seen()).toEqual([]);
    expect(await write('telemetry.raw.v1')).toBe(REFUSED);
    await close();
  });

  describe('a command does its work under its principal', () => {
    const run = (user: string, ...args: readonly string[]) => command(args, securedEnvironment(settings, user));

    it.each([
      ['topics-admin', ['topics', 'plan']],
      ['doctor', ['topics', 'plan']],
      ['dlq-reader', ['dlq', 'list']],
      ['dlq-redriver', ['dlq', 'redrive', '--stage', 'features', '--dry-run']],
    ])('%s: vedette %s', async (role, args) => {
      const { code, stderr } = await run(`vedette-${role}`, ...args);
      expect([code, stderr]).toEqual([0, expect.any(String)]);
    });

    it.each([
      ['producer', ['audit'], /pipeline\.ledger\.v1 does not exist, or may not be seen by this principal/],
      ['auditor', ['dlq', 'list'], /intake\.dlq does not exist, or may not be seen by this principal/],
      ['auditor', ['produce', 'package.json'], /authorized/i],
    ])('and %s does not: vedette %s', async (role, args, message) => {
      const { code, stderr } = await run(`vedette-${role}`, ...args);
      expect([code, stderr]).toEqual([3, expect.stringMatching(message)]);
    });
  });
}

const topicsOf = ({ grants }: Role, operation: 'Read' | 'Write'): readonly string[] =>
  grants.flatMap((one) => (one.resource === 'topic' && one.operations.includes(operation) ? [one.name] : []));

async function each(
  names: readonly string[],
  attempt: (name: string) => Promise<string>,
): Promise<readonly (readonly [string, string])[]> {
  const answers: [string, string][] = [];
  for (const name of names) answers.push([name, await attempt(name)]);
  return answers;
}
