import { aclRows } from '../../src/cli/acls/formats.ts';
import { ROLES } from '../../src/cli/acls/roles.ts';
import { TOPICS } from '../../src/domain/contracts.gen.ts';
import { fileVariable } from '../../src/environment/secret-files.ts';
import { VARIABLES, type Variable } from '../../src/environment/variables.ts';
import { redisRights } from '../../src/shell/redis/acl.ts';
import { STAGES } from '../../src/topology.ts';

const STATE: Readonly<Record<string, string>> = {
  intake: 'clock of each partition',
  features: 'windows, tokens and novelty per entity',
  inference: 'none',
  correlation: 'risk, tactics and open threat per entity; windows per group of a Sigma correlation',
  alerts: 'per alert, open incidents per tenant',
  scrub: 'none',
  dictionary: 'none; the dictionaries lie in Redis',
  training: 'buffers, and what was trained on, per tenant',
  launch: 'none',
};

const short = (name: string): string => `\`${name.replace(/\.v1$/, '')}\``;

function stageTable(): string {
  const rows = STAGES.map((stage) => {
    const tables = stage.tables.length > 0 ? stage.tables.map(({ name }) => short(name)).join(', ') : '–';
    const writes = stage.writes.map(({ name }) => short(name)).join(', ') || '–';
    return `| [${stage.name}](src/stages/${stage.name}/README.md) | ${short(stage.reads.name)} | ${writes} | ${tables} | ${STATE[stage.name] ?? ''} |`;
  });
  return ['| stage | reads | writes | tables | state of its own |', '|---|---|---|---|---|', ...rows].join('\n');
}

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Variables that have to do with logins and certificates. */
const LOGIN = /^(KAFKA_(SSL|SASL|USERNAME|PASSWORD|OAUTH)|SCHEMA_REGISTRY_(USERNAME|PASSWORD)|REDIS_)/;

function loginTable(): string {
  const rows = Object.entries(VARIABLES as Readonly<Record<string, Variable>>)
    .filter(([name]) => LOGIN.test(name))
    .map(([name, { about, secret }]) => row(`\`${name}\`${secret ? ` or \`${fileVariable(name)}\`` : ''}`, about));
  return [row('variable', 'meaning'), '|---|---|', ...rows].join('\n');
}

/** Roles of every topic are told of one by one in the output of the command. */
function aclTable(): string {
  const names = (text: string) =>
    text.split(' ').length === TOPICS.length ? 'every topic' : text.replaceAll(/\S+/g, '`$&`');
  const rows = aclRows(ROLES).map(([role, may, on, what]) => row(role, may, on, names(what)));
  return [row('role', 'may', 'on', 'names'), '|---|---|---|---|', ...rows].join('\n');
}

const redisLine = (): string => `\`\`\`\nACL SETUSER vedette on >password ${redisRights()}\n\`\`\``;

const DERIVED: Readonly<Record<string, () => string>> = {
  stages: stageTable,
  logins: loginTable,
  acls: aclTable,
  redis: redisLine,
};

/** A page with every derived part written anew; a part stands between `<!-- derived: name -->` and `<!-- end -->`. */
export function readmeTables(text: string): string {
  return text.replaceAll(
    /(<!-- derived: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (whole, open: string, name: string, close: string) => {
      const make = DERIVED[name];
      return make ? `${open}${make()}\n${close}` : whole;
    },
  );
}
