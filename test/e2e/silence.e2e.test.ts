import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import type { DetectionFinding } from '../../src/domain/contracts.gen.ts';
import { closePorts, localPorts } from '../../src/local-ports.ts';
import { replay } from '../../src/replay.ts';
import { quietLogger, unmeasured } from '../../src/shell/quiet.ts';
import { featuresConfigSchema } from '../../src/stages/features/config.ts';
import { startChain } from './chain-on-kafka.ts';
import { describeOnServers } from './on-servers.ts';
import { succeed } from './processes.ts';
import { silentHostLines } from './silent-host.ts';
import { closedAlerts } from './told.ts';

const folder = mkdtempSync(join(tmpdir(), 'vedette-silence-'));
const file = join(folder, 'hosts.ndjson');
const RUN_WITHIN_MS = 300_000;

/** What a replay in this process says. */
async function replayed() {
  const found: DetectionFinding[] = [];
  const ports = await localPorts({ tenant: 'default' });
  const features = { ...ports.features, config: featuresConfigSchema.parse({ regularHours: 1, silentMinutes: 10 }) };
  const ignore = () => {};
  await replay({
    ...{
      files: [file],
      tenant: '',
      format: '',
      ports: { ...ports, features },
      logger: quietLogger,
      metrics: unmeasured,
    },
    ...{ onAlert: (alert) => void found.push(alert), onIncident: ignore, onDeadLetter: ignore },
  });
  await closePorts(ports);
  return closedAlerts(found);
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

await describeOnServers('a host that falls silent', ({ variables: given, keep }) => {
  it(
    'is the same alert on Kafka, though a process of features is killed on the way, as in a replay',
    async () => {
      writeFileSync(file, silentHostLines());
      const expected = await replayed();
      expect(expected.map(({ rule, group }) => [rule, group])).toEqual([['silent-source 1', 'host ws-2']]);
      const knobs = { VEDETTE_FEATURES_REGULAR_HOURS: '1', VEDETTE_FEATURES_SILENT_MINUTES: '10' };
      const stages = ['intake', 'features', 'features', 'inference', 'correlation', 'alerts'] as const;
      const chain = keep(await startChain({ ...given, ...knobs }, stages));
      await chain.joined();
      const produced = succeed(['produce', file, '--end', '--rate', '100'], chain.variables);
      await new Promise((resolve) => setTimeout(resolve, 5000));
      await chain.replace('features');
      await produced;
      await chain.settled();
      expect(closedAlerts(await chain.alerts())).toEqual(expected);
    },
    RUN_WITHIN_MS,
  );
});
