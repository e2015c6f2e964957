import { Command, InvalidArgumentError, Option } from 'commander';
import { readEnvironment } from '../environment.ts';
import { aclRows, asJson, kafkaAclsText, type Naming, strimziText } from './acls/formats.ts';
import { inNamespace } from './acls/in-namespace.ts';
import { ALL_STAGES, ROLES, type Role } from './acls/roles.ts';
import { usageFailure } from './failure.ts';
import { data, json, table } from './output.ts';

const FORMATS = ['text', 'kafka-acls', 'strimzi', 'json'] as const;

interface Flags {
  readonly format: (typeof FORMATS)[number];
  readonly json?: boolean;
  readonly principalPrefix: string;
}

const EXAMPLES = `
Examples:
  $ vedette acls                                  who may do what, as a table
  $ vedette acls --format kafka-acls | sh -eu     with BOOTSTRAP and ADMIN_CONFIG set, and kafka-acls.sh on the PATH
  $ vedette acls --format strimzi | kubectl apply -f -
  $ vedette acls intake producer --json           of two roles
  $ vedette acls all --format kafka-acls          of one principal that runs every stage in one process

With VEDETTE_NAMESPACE set: the rights of that chain; give its principals a prefix of their own.

One principal for each stage and each command, with the least that it needs, from the topology. Nothing is changed:
the command prints what Kafka or Strimzi is to be told. Everything else must be refused: an authorizer on every
broker, and allow.everyone.if.no.acl.found left at false.
`;

/** `vedette acls [ROLE...]` */
export function aclsCommand(): Command {
  return new Command('acls')
    .description('print the least rights on Kafka of each stage and each command')
    .argument('[role...]', `of these alone: ${ROLES.map(({ name }) => name).join(', ')}, all`)
    .addOption(new Option('--format <name>', 'how they are printed').choices(FORMATS).default('text'))
    .option('--principal-prefix <text>', 'principals are this and the name of the role', prefix, 'User:vedette-')
    .option('--json', 'print as JSON')
    .addHelpText('before', EXAMPLES)
    .action(acls);
}

/** What a principal may be made of here: it stands in quotes of a shell and in YAML. */
function prefix(text: string): string {
  if (/^[A-Za-z]{1,40}:[\w.=@/+-]{0,100}$/.test(text)) return text;
  throw new InvalidArgumentError('a type, a colon and the beginning of a name is needed, such as User:vedette-');
}

function acls(names: readonly string[], flags: Flags): void {
  const { namespace } = readEnvironment(process.env).kafka;
  const live = names.length === 0 ? ROLES : names.map(roleNamed);
  const roles = namespace ? live.map((role) => inNamespace(role, namespace)) : live;
  const naming = { prefix: flags.principalPrefix };
  const format = flags.json ? 'json' : flags.format;
  if (format === 'json') json(asJson(roles, naming));
  else if (format === 'kafka-acls') data(kafkaAclsText(roles, naming));
  else if (format === 'strimzi') data(strimziText(roles, forStrimzi(naming)));
  else data(table(['role', 'may', 'on', 'names'], aclRows(roles)));
}

function roleNamed(name: string): Role {
  const known = [...ROLES, ALL_STAGES];
  const role = known.find((one) => one.name === name);
  if (role) return role;
  throw usageFailure(`there is no role ${name}: take ${known.map((one) => one.name).join(', ')}`);
}

/** The name of a KafkaUser is one of Kubernetes. */
function forStrimzi(naming: Naming): Naming {
  if (/^User:[a-z0-9][a-z0-9.-]*$/.test(naming.prefix)) return naming;
  throw usageFailure('--principal-prefix: for Strimzi it is User: and small letters, digits, dots and hyphens');
}
