import { groupIn, type Namespace, topicIn } from '../../shell/namespace.ts';
import type { Grant, Operation, Role } from './roles.ts';

/** A chain in a namespace writes nothing that it shares with the live one. */
const OF_SHARED: ReadonlySet<Operation> = new Set(['Read', 'Describe', 'DescribeConfigs']);

/** The role under the names of the namespace. Groups that readers make for a moment have the same names everywhere. */
export const inNamespace = (role: Role, namespace: Namespace): Role => ({
  ...role,
  grants: role.grants.flatMap((grant) =>
    grant.resource === 'topic' ? onTopic(grant, namespace) : [onGroup(grant, namespace)],
  ),
});

function onTopic({ name, operations, ...rest }: Grant, namespace: Namespace): readonly Grant[] {
  const left = namespace.shares.has(name) ? operations.filter((one) => OF_SHARED.has(one)) : operations;
  return left.length === 0 ? [] : [{ ...rest, name: topicIn(namespace, name), operations: left }];
}

const onGroup = (grant: Grant, namespace: Namespace): Grant =>
  grant.pattern === 'literal' ? { ...grant, name: groupIn(namespace, grant.name) } : grant;
