import { DETECTION } from '../../src/topology.ts';

const STATE: Readonly<Record<string, string>> = {
  intake: 'clock of each partition',
  features: 'windows, tokens and novelty per entity',
  inference: 'none',
  correlation: 'risk, tactics and open threat per entity',
  alerts: 'per alert, open incidents per tenant',
};

const short = (name: string): string => `\`${name.replace(/\.v1$/, '')}\``;

function stageTable(): string {
  const rows = DETECTION.map((stage) => {
    const tables = stage.tables.length > 0 ? stage.tables.map(({ name }) => short(name)).join(', ') : '–';
    const writes = stage.writes.map(({ name }) => short(name)).join(', ');
    return `| [${stage.name}](src/stages/${stage.name}/README.md) | ${short(stage.reads.name)} | ${writes} | ${tables} | ${STATE[stage.name] ?? ''} |`;
  });
  return ['| stage | reads | writes | tables | state of its own |', '|---|---|---|---|---|', ...rows].join('\n');
}

const DERIVED: Readonly<Record<string, () => string>> = { stages: stageTable };

/** The README with every derived part written anew; a part stands between `<!-- derived: name -->` and `<!-- end -->`. */
export function readmeTables(text: string): string {
  return text.replaceAll(
    /(<!-- derived: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (whole, open: string, name: string, close: string) => {
      const make = DERIVED[name];
      return make ? `${open}${make()}\n${close}` : whole;
    },
  );
}
