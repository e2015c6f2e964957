import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { TOPICS } from '../../domain/contracts.gen.ts';
import { beside, STAGES } from '../../topology.ts';
import { asJson, kafkaAclsText, strimziText } from './formats.ts';
import { inNamespace } from './in-namespace.ts';
import { ALL_STAGES, type Operation, ROLES, type Role } from './roles.ts';

const NAMING = { prefix: 'User:vedette-' };
const role = (name: string): Role => ROLES.find((one) => one.name === name) as Role;
const named = ({ grants }: Role, resource: string, operation: Operation): readonly string[] =>
  grants.filter((one) => one.resource === resource && one.operations.includes(operation)).map(({ name }) => name);

describe('the rights', () => {
  it.each([...STAGES])('of $name are its line in the topology', (stage) => {
    const { name } = stage;
    expect(named(role(name), 'topic', 'Read')).toEqual(
      [stage.reads, ...stage.tables, ...beside(name).reads].map((topic) => topic.name),
    );
    expect(named(role(name), 'topic', 'Write')).toEqual([
      ...stage.writes.map((topic) => topic.name),
      ...beside(name).writes.map((topic) => topic.name),
      `${name}.dlq`,
      'pipeline.ledger.v1',
    ]);
    expect(named(role(name), 'group', 'Read')[0]).toBe(`vedette.${name}`);
  });

  it.each(ROLES.map((one) => [one.name, one] as const))('of %s name nothing twice', (_, { grants }) => {
    const rights = grants.flatMap(({ resource, pattern, name, operations }) =>
      operations.map((operation) => `${operation} ${resource} ${pattern} ${name}`),
    );
    expect(rights.toSorted()).toEqual([...new Set(rights)].sort());
  });

  it('let intake alone write events, and nobody but who publishes write tables, or scrub the silences in feedback', () => {
    const writers = (topic: string) =>
      ROLES.filter((one) => named(one, 'topic', 'Write').includes(topic)).map(({ name }) => name);
    expect(writers('telemetry.events.v1')).toEqual(['intake', 'dlq-redriver']);
    expect(writers('rules.published.v1')).toEqual(['publisher']);
    expect(writers('alerts.silences.v1')).toEqual(['scrub', 'publisher']);
    expect(writers('models.promoted.v1')).toEqual(['launch', 'publisher', 'models-watcher']);
    expect(writers('tenant.minutes.v1')).toEqual(['features']);
    expect(writers('alerts.raised.v1')).toEqual(['alerts']);
  });

  it('of a chain in a namespace touch the live one only to read what is shared', () => {
    const shares = new Set(['telemetry.raw.v1', 'rules.published.v1', 'models.promoted.v1', 'alerts.silences.v1']);
    for (const one of [...ROLES, ALL_STAGES].map((live) => inNamespace(live, { name: 'yesterday', shares })))
      for (const { resource, name, pattern, operations } of one.grants) {
        const isLive = !name.startsWith('yesterday.') && pattern === 'literal';
        if (isLive) expect([resource, shares.has(name)]).toEqual(['topic', true]);
        if (isLive) expect(['Read', 'Describe', 'DescribeConfigs']).toEqual(expect.arrayContaining([...operations]));
      }
    const intake = inNamespace(role('intake'), { name: 'yesterday', shares });
    expect(named(intake, 'topic', 'Read')).toEqual(['telemetry.raw.v1']);
    expect(named(intake, 'topic', 'Write')).toContain('yesterday.telemetry.events.v1');
    expect(named(intake, 'group', 'Read')).toContain('yesterday.vedette.intake');
    expect(inNamespace(role('producer'), { name: 'yesterday', shares }).grants).toEqual([]);
  });

  it('hold no wildcard, and only topics and groups of ours', () => {
    const topics = TOPICS.map(({ name }) => name as string);
    for (const { grants } of [...ROLES, ALL_STAGES])
      for (const { resource, name, pattern, operations } of grants) {
        if (resource === 'topic') expect([pattern, topics.includes(name)]).toEqual(['literal', true]);
        else expect(name).toMatch(/^(vedette|subscriber)\./);
        expect(operations).not.toContain('All');
      }
  });

  it('of a prefix of groups touch no group of another', () => {
    const prefixes = ROLES.flatMap(({ name, grants }) =>
      grants.filter(({ pattern }) => pattern === 'prefixed').map((grant) => [name, grant.name] as const),
    );
    for (const [, prefix] of prefixes) {
      expect(prefix).toMatch(/\.$/);
      expect(STAGES.filter((stage) => `vedette.${stage.name}`.startsWith(prefix))).toEqual([]);
    }
    expect(new Set(prefixes.map(([, prefix]) => prefix)).size).toBe(prefixes.length - 1);
  });

  it('of all stages are those of each, but for the groups of the moment', () => {
    const literal = (one: Role) => one.grants.filter(({ pattern }) => pattern === 'literal');
    const stages = STAGES.flatMap(({ name }) => literal(role(name)));
    for (const grant of stages)
      expect(named(ALL_STAGES, grant.resource, grant.operations[0] as Operation)).toContain(grant.name);
    expect(new Set(literal(ALL_STAGES).map(({ resource, name }) => `${resource} ${name}`)).size).toBe(
      literal(ALL_STAGES).length,
    );
  });
});

describe('the forms', () => {
  it("are calls of Kafka's own tool, each alone", () => {
    const lines = kafkaAclsText([role('features')], NAMING)
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    expect(lines).toHaveLength(4);
    expect(lines[3]).toBe(
      'kafka-acls.sh --bootstrap-server "$BOOTSTRAP" --command-config "$ADMIN_CONFIG" --add' +
        " --allow-principal 'User:vedette-features' --operation Read --operation Delete" +
        ' --group vedette.reader.features. --resource-pattern-type prefixed',
    );
  });

  it('are KafkaUsers of Strimzi', () => {
    const users = parseAllDocuments(strimziText(ROLES, NAMING)).map((document) => document.toJS());
    expect(users.map(({ metadata }) => metadata.name)).toEqual(ROLES.map(({ name }) => `vedette-${name}`));
    expect(users[1].spec.authorization.acls.at(-1)).toEqual({
      resource: { type: 'group', name: 'vedette.reader.features.', patternType: 'prefix' },
      operations: ['Read', 'Delete'],
      host: '*',
    });
  });

  it("are bindings in the words of Kafka's protocol", () => {
    const [doctor] = asJson([role('doctor')], NAMING);
    expect(doctor?.principal).toBe('User:vedette-doctor');
    expect(doctor?.acls).toContainEqual({
      resourceType: 'TOPIC',
      resourceName: 'telemetry.raw.v1',
      patternType: 'LITERAL',
      operation: 'DESCRIBE_CONFIGS',
      permission: 'ALLOW',
      host: '*',
    });
  });
});
