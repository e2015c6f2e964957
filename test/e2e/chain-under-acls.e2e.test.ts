import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyAcls } from '../../scripts/stack/acl-tool.ts';
import { securedEnvironment } from '../../scripts/stack/secrets.ts';
import { settingsFrom } from '../../scripts/stack/settings.ts';
import { down, up } from '../../scripts/stack/stack.ts';
import { asJson } from '../../src/cli/acls/formats.ts';
import { ROLES } from '../../src/cli/acls/roles.ts';
import { readEnvironment } from '../../src/environment.ts';
import { lines, rightsOn } from '../../src/shell/kafka/rights.fixture.ts';
import { DETECTION, type StageName } from '../../src/topology.ts';
import { type Chain, startChain } from './chain-on-kafka.ts';
import { command, succeed } from './processes.ts';
import { SAMPLE } from './sample-slice.ts';
import { closedAlerts } from './told.ts';

const WITHIN_MS = 600_000;
const STAGES: readonly StageName[] = DETECTION.map(({ name }) => name);
/** Who takes part. */
const NEEDED = [...STAGES, 'producer', 'auditor', 'dlq-reader', 'topics-admin', 'doctor'];

const settings = settingsFrom({
  VEDETTE_STACK_DIR: '.stack/e2e-secured',
  VEDETTE_STACK_SECURED: 'true',
  VEDETTE_STACK_KAFKA_PORT: '19292',
  VEDETTE_STACK_REGISTRY_PORT: '18281',
  VEDETTE_STACK_REDIS_PORT: '16579',
});
const broken = await down(settings, { wipe: true })
  .then(() => up(settings))
  .then(
    () => null,
    (cause: Error) => cause,
  );
const isRequired = Boolean(process.env.VEDETTE_REQUIRE);
if (broken && !isRequired) process.stderr.write(`SKIPPED, no servers: the chain under ACLs: ${broken.message}\n`);

(broken && !isRequired ? describe.skip : describe)(
  'the chain with TLS, a principal a stage, and the least rights',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'vedette-acls-'));
    const as = (role: string) => securedEnvironment(settings, role === 'admin' ? role : `vedette-${role}`);
    let chain: Chain | null = null;

    beforeAll(async () => {
      if (broken) throw broken;
      const { stdout } = await succeed(['acls', '--format', 'kafka-acls', ...NEEDED]);
      await applyAcls(settings, stdout);
    }, WITHIN_MS);
    afterAll(async () => {
      await chain?.close();
      await down(settings, { wipe: true });
      rmSync(folder, { recursive: true, force: true });
    }, WITHIN_MS);

    it("what Kafka's own tool has made of the printed commands is what is meant", async () => {
      const meant = ROLES.filter(({ name }) => NEEDED.includes(name));
      expect(await rightsOn(readEnvironment(as('admin')).kafka)).toEqual(
        lines(asJson(meant, { prefix: 'User:vedette-' })),
      );
    }, 60_000);

    it(
      'gives the alerts of a replay, and every command of an operator works under its own principal',
      async () => {
        const out = join(folder, 'replay');
        await succeed(['replay', SAMPLE, '--out', out]);
        const replayed = readFileSync(join(out, 'alerts.ndjson'), 'utf8').split('\n').filter(Boolean);
        const expected = closedAlerts(replayed.map((line) => JSON.parse(line)));
        expect(expected.length).toBeGreaterThan(0);

        await succeed(['topics', 'apply', '--replicas', '1'], as('topics-admin'));
        chain = await startChain(as('admin'), STAGES, as);
        await succeed(['produce', SAMPLE, '--end'], as('producer'));
        await chain.settled();
        expect(closedAlerts(await chain.alerts())).toEqual(expected);

        const audit = await command(['audit', '--wait', '30'], as('auditor'));
        expect([audit.code, audit.stdout]).toEqual([0, expect.not.stringContaining('DOES NOT')]);
        expect((await command(['dlq', 'list'], as('dlq-reader'))).code).toBe(0);
        const doctor = await command(['doctor', '--json'], as('doctor'));
        expect(JSON.parse(doctor.stdout).filter(({ status }: { status: string }) => status === 'fail')).toEqual([]);
        expect(await chain.close()).toEqual(STAGES.map(() => 0));
      },
      WITHIN_MS,
    );
  },
);
