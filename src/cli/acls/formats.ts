import { stringify } from 'yaml';
import type { Grant, Role } from './roles.ts';

export interface Naming {
  /** Before the name of a role: `User:vedette-`. */
  readonly prefix: string;
}

const principalOf = ({ prefix }: Naming, { name }: Role): string => `${prefix}${name}`;

/** Grants that one command can make: the same operations on things of one kind. */
const alike = (grants: readonly Grant[]): readonly (readonly Grant[])[] => [
  ...Map.groupBy(grants, ({ resource, pattern, operations }) => `${resource} ${pattern} ${operations.join()}`).values(),
];

/** Lines for a shell, each one call of Kafka's own tool. */
export function kafkaAclsText(roles: readonly Role[], naming: Naming): string {
  const lines = roles.flatMap((role) => [
    `# ${role.name}: ${role.about}`,
    ...alike(role.grants).map((grants) => kafkaAclsLine(principalOf(naming, role), grants)),
  ]);
  return [USE, ...lines].join('\n');
}

const USE = `# BOOTSTRAP=broker:9093 ADMIN_CONFIG=admin.properties; then: vedette acls --format kafka-acls | sh -eu`;

function kafkaAclsLine(principal: string, grants: readonly Grant[]): string {
  const [{ resource, pattern, operations }] = grants as readonly [Grant];
  return [
    'kafka-acls.sh --bootstrap-server "$BOOTSTRAP" --command-config "$ADMIN_CONFIG" --add',
    `--allow-principal '${principal}'`,
    ...operations.map((operation) => `--operation ${operation}`),
    ...grants.map(({ name }) => `--${resource} ${name}`),
    ...(pattern === 'prefixed' ? ['--resource-pattern-type prefixed'] : []),
  ].join(' ');
}

/** One binding of Kafka: what Describe-Acls answers. */
export interface Binding {
  readonly resourceType: string;
  readonly resourceName: string;
  readonly patternType: string;
  readonly operation: string;
  readonly permission: 'ALLOW';
  readonly host: '*';
}

export const asJson = (roles: readonly Role[], naming: Naming) =>
  roles.map((role) => ({
    role: role.name,
    about: role.about,
    principal: principalOf(naming, role),
    acls: role.grants.flatMap(bindings),
  }));

const bindings = ({ resource, name, pattern, operations }: Grant): readonly Binding[] =>
  operations.map((operation) => ({
    resourceType: upper(resource),
    resourceName: name,
    patternType: upper(pattern),
    operation: upper(operation),
    permission: 'ALLOW',
    host: '*',
  }));

/** DescribeConfigs is DESCRIBE_CONFIGS in Kafka's protocol. */
const upper = (word: string): string => word.replaceAll(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase();

/** KafkaUser resources; their operator makes the passwords too. */
export function strimziText(roles: readonly Role[], naming: Naming): string {
  return roles
    .map((role) => stringify(kafkaUser(role, naming), { lineWidth: 0 }))
    .join('---\n')
    .trimEnd();
}

const kafkaUser = (role: Role, naming: Naming) => ({
  apiVersion: 'kafka.strimzi.io/v1',
  kind: 'KafkaUser',
  metadata: {
    // Strimzi's principal is User: and the name of the resource
    name: principalOf(naming, role).slice('User:'.length),
    labels: { 'strimzi.io/cluster': 'kafka' },
    annotations: { 'vedette/role': role.about },
  },
  spec: {
    authentication: { type: 'scram-sha-512' },
    authorization: {
      type: 'simple',
      acls: role.grants.map(({ resource, name, pattern, operations }) => ({
        resource: { type: resource, name, patternType: pattern === 'prefixed' ? 'prefix' : 'literal' },
        operations,
        host: '*',
      })),
    },
  },
});

/** One row for each kind of thing that a role may do. */
export const aclRows = (roles: readonly Role[]): readonly (readonly [string, string, string, string])[] =>
  roles.flatMap((role) =>
    alike(role.grants).map((grants, index): readonly [string, string, string, string] => {
      const [{ resource, pattern, operations }] = grants as readonly [Grant];
      const names = grants.map(({ name }) => (pattern === 'prefixed' ? `${name}*` : name));
      return [index === 0 ? role.name : '', operations.join(', '), `${resource}s`, names.join(' ')];
    }),
  );
