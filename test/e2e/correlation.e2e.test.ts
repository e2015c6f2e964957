import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import type { DetectionFinding } from '../../src/domain/contracts.gen.ts';
import { closePorts, localPorts } from '../../src/local-ports.ts';
import { replay } from '../../src/replay.ts';
import { quietLogger, unmeasured } from '../../src/shell/quiet.ts';
import { startChain } from './chain-on-kafka.ts';
import { describeOnServers } from './on-servers.ts';
import { succeed } from './processes.ts';
import { ABSENCE_DUE, RULES, telemetryLines } from './steps-and-absence.ts';
import { closedAlerts } from './told.ts';

const folder = mkdtempSync(join(tmpdir(), 'vedette-correlation-'));
const file = join(folder, 'machines.ndjson');
const rules = join(folder, 'rules.yml');
const RUN_WITHIN_MS = 300_000;

/** What the rules of the test said, in a replay in this process. */
async function replayed() {
  const found: DetectionFinding[] = [];
  const ports = await localPorts({ tenant: 'default', rules });
  const ignore = () => {};
  await replay({
    ...{ files: [file], tenant: '', format: '', ports, logger: quietLogger, metrics: unmeasured },
    ...{ onAlert: (alert) => void found.push(alert), onIncident: ignore, onDeadLetter: ignore },
  });
  await closePorts(ports);
  return ofRules(found);
}

const isOfRules = ({ finding_info }: DetectionFinding) => finding_info.types?.[0]?.startsWith('test-') === true;
const ofRules = (found: readonly DetectionFinding[]) => closedAlerts(found.filter(isOfRules));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

await describeOnServers('Sigma correlations on Kafka', ({ variables: given, keep }) => {
  it(
    'given steps over three machines and an absence, when features and correlation are killed on the way, then each fires once, as in a replay, and the absence at its time',
    async () => {
      writeFileSync(file, telemetryLines());
      writeFileSync(rules, RULES);
      const expected = await replayed();
      expect(expected.map(({ rule }) => rule.split(' ')[0]).sort()).toEqual(['test-absence', 'test-steps']);
      const stages = ['intake', 'features', 'features', 'inference', 'correlation', 'correlation', 'alerts'] as const;
      const chain = keep(await startChain({ ...given, VEDETTE_RULES: rules }, stages));
      await chain.joined();
      const produced = succeed(['produce', file, '--end', '--rate', '60'], chain.variables);
      await new Promise((resolve) => setTimeout(resolve, 5000));
      await chain.replace('features');
      await chain.replace('correlation');
      await produced;
      await chain.settled();
      const alerts = await chain.alerts();
      expect(ofRules(alerts)).toEqual(expected);
      const [absence] = alerts.filter(({ finding_info }) => finding_info.types?.[0] === 'test-absence');
      expect(absence?.time).toBe(ABSENCE_DUE);
      const { completeness } = JSON.parse(absence?.unmapped ?? '{}');
      expect(completeness.watermark).toBeGreaterThanOrEqual(ABSENCE_DUE);
    },
    RUN_WITHIN_MS,
  );
});
