import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell } from './cell.ts';
import { CELLS } from './cells.ts';
import { STAGES } from './chain.ts';
import { STEPS } from './crash-points.ts';
import { RESULTS, type Result, readResults } from './result.ts';

const PAGE = join(RESULTS, '../chaos.md');

/** Writes docs/chaos.md from the result files. */
export const writePage = (): void => writeFileSync(PAGE, page(readResults(RESULTS)));

/** The page; cells without a result are named as such. */
export function page(results: ReadonlyMap<string, Result>): string {
  const named = CELLS.filter(({ suite }) => !isMatrix(suite.name));
  const parts = [
    HEAD,
    about([...results.values()]),
    '## Killed at each step\n',
    MATRIX_HEAD,
    matrix(results),
    '\n## Faults one by one\n',
    table(named, results),
    details(named, results),
    FOOT,
  ];
  return `${parts.filter(Boolean).join('\n')}\n`;
}

const isMatrix = (suite: string) => STAGES.some((stage) => suite === `kill-${stage}`);

const HEAD = `# Chaos: what was broken, and what held

A real Kafka, schema registry and Redis on loopback, every stage in processes of its own, telemetry with attacks planted
in it. Written by \`npm run chaos\` from the result files in [chaos/](chaos); \`npm run chaos -- --list\` says what each cell
breaks and what must hold, \`--cell NAME\` runs one.

- **lost**: records of telemetry.raw that are, by their ids, neither a row of telemetry.features nor a dead letter, or that
  lack a signal which a run without faults has of them. *Made*: the cell took them itself, and each was found by the audit.
- **repeated**: alerts that are on alerts.raised more than once by (uid, revision). They must be equal, else the cell is broken.
- **missing**, **extra**: closed alerts by tenant, rule, group and ids of their evidence, against a run of the same input
  without faults in one process.
- **recovered**: from the end of the fault until all stages are no more than two seconds of the load behind; where the load
  had ended by then, until all is read.
- A cell that was run holds, or is **broken** and says why. \`not possible here\` is neither.
`;

const MATRIX_HEAD = `10,000 records each, two processes of the stage, one of which kills itself (SIGKILL) at the step; session timeout 6 s. In
each field: lost / repeated / missing / extra, and the seconds from the kill until all was read.
`;

const FOOT = `
The \`full\` size is 100,000 records, 12 partitions and three processes of the stage under test where a row does not say
otherwise by its number of records.`;

function about(results: readonly Result[]): string {
  const unique = (of: (result: Result) => string) => [...new Set(results.map(of))].sort();
  const dates = unique(({ header }) => header.date);
  const broken = results.filter(({ verdict }) => verdict !== 'held');
  const missing = CELLS.filter(({ name }) => !results.some(({ cell }) => cell === name));
  const versions = unique(({ header }) =>
    Object.entries(header.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  );
  const hardware = unique(({ header: { hardware: on } }) => `${on.cores} cores (${on.cpu}), ${on.memoryGiB} GiB`);
  return [
    `| | |\n|---|---|`,
    `| commands | ${unique(({ command }) => `\`${command}\``).join(', ')} |`,
    `| dates | ${dates[0]?.slice(0, 16)} to ${dates.at(-1)?.slice(0, 16)} UTC |`,
    `| commits | ${unique(({ header }) => header.commit).join(', ')} |`,
    `| hardware | ${hardware.join('; ')}, servers and stages together |`,
    `| versions | ${versions.join('; ')} |`,
    `| cells | ${results.length} of ${CELLS.length} run, ${results.length - broken.length} held |`,
    ...(missing.length > 0 ? [`| not run | ${missing.map(({ name }) => name).join(', ')} |`] : []),
    '',
  ].join('\n');
}

function matrix(results: ReadonlyMap<string, Result>): string {
  const rows = STEPS.map((step) => [step, ...STAGES.map((stage) => field(results.get(`kill-${stage}-${step}`)))]);
  return lines(['step', ...STAGES], rows);
}

function field(result: Result | undefined): string {
  if (!result) return 'not run';
  if (result.verdict !== 'held') return `**${result.verdict}**: ${result.faults[0] ?? ''}`;
  const { lost = 0, repeated = 0, missingAlerts = 0, extraAlerts = 0 } = result.counts ?? {};
  return `${lost} / ${repeated} / ${missingAlerts} / ${extraAlerts}, ${seconds(result.recoverMs)}`;
}

function table(cells: readonly Cell[], results: ReadonlyMap<string, Result>): string {
  const head = ['cell', 'fault', 'records', 'lost', 'repeated', 'missing', 'extra', 'recovered', 'verdict'];
  const rows = cells.map(({ name, fault }) => {
    const result = results.get(name);
    if (!result) return [name, fault, '–', '–', '–', '–', '–', '–', 'not run'];
    const { records, repeated, missingAlerts, extraAlerts } = result.counts ?? {};
    const figures = [number(records), lostIn(result), ...[repeated, missingAlerts, extraAlerts].map(number)];
    const verdict = result.verdict === 'held' ? 'held' : `**${result.verdict}**`;
    return [name, fault, ...figures, seconds(result.recoverMs), verdict];
  });
  return lines(head, rows);
}

const number = (figure: number | undefined): string => figure?.toLocaleString('en') ?? '–';

/** A cell that held though records are lost has made the loss. */
const lostIn = ({ verdict, counts }: Result): string =>
  counts && counts.lost > 0 && verdict === 'held' ? `${number(counts.lost)} made` : number(counts?.lost);

/** What must hold, what was measured, and what did not hold. */
function details(cells: readonly Cell[], results: ReadonlyMap<string, Result>): string {
  const told = cells.map(({ name, holds }) => {
    const result = results.get(name);
    const facts = result ? [...(result.notes ?? []), ...memory(result)] : ['not run'];
    const broken = (result?.faults ?? []).map((fault) => `  - **${result?.verdict}**: ${fault}`);
    return [`- **${name}**: ${holds}. ${facts.map((fact) => `${fact}.`).join(' ')}`, ...broken].join('\n');
  });
  return ['\nWhat must hold in each, and what was measured besides:\n', ...told].join('\n');
}

const memory = ({ peakMb }: Result): readonly string[] => (peakMb ? [`Largest process of a stage ${peakMb} MB`] : []);
const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : `${(ms / 1000).toFixed(1)} s`);
const lines = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
