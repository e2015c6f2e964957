/**
 * What the chain finds on labelled telemetry. The table goes to stderr, JSON to stdout.
 *   npm run -s bench -- bench/storyline.ts [NAME...]    NAME: a scenario of evidenceforge, or `campaigns`; default: all
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchHeader, report } from './data.ts';
import { campaigns } from './storyline/campaigns.ts';
import { SCENARIOS, scenario } from './storyline/scenarios.ts';
import { campaignTable, scenarioTable } from './storyline/tables.ts';

const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
const folder = mkdtempSync(join(tmpdir(), 'vedette-bench-'));
try {
  const scored = [];
  for (const name of SCENARIOS.filter(isWanted)) scored.push(await scenario(name, join(folder, name)));
  const judged = isWanted('campaigns') ? await campaigns(folder) : [];
  if (scored.length > 0) console.error(scenarioTable(scored));
  if (judged.length > 0) console.error(campaignTable(judged));
  report(benchHeader('storyline', ['onnxruntime-node']), { scenarios: scored, campaigns: judged });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
