import { describe, expect, it } from '@jest/globals';
import { balance } from '../../src/audit/balance.ts';
import { auditRows } from '../../src/audit/report.ts';
import { summarise } from '../../src/audit/summarise.ts';
import { readLedger } from '../../src/cli/read-ledger.ts';
import { PIPELINE_LEDGER } from '../../src/domain/contracts.gen.ts';
import { control, drain, IN, send, silence, start, type World, world } from '../runner/world.ts';

async function worked(): Promise<World> {
  const given = world();
  await start(given, undefined, { controlEveryMs: 1 });
  await send(given, silence(given, 'a'), silence(given, 'b', 'dull'), silence(given, 'c', 'bad'));
  await drain(given);
  return given;
}

async function audited(given: World, waitMs = 0) {
  const { entries, live, ends, unreadable } = await readLedger(given.broker, given.codec, waitMs);
  const findings = balance(entries, live);
  return { findings, unreadable, rows: auditRows(summarise(entries), findings, ['features'], ends) };
}

describe('the ledger as it is read from its topic', () => {
  it('balances, and tells what became of every record', async () => {
    const { findings, rows } = await audited(await worked());
    expect(findings).toEqual([]);
    expect(rows).toEqual([
      expect.objectContaining({
        place: 'features/0',
        to: 3,
        behind: 0,
        in: 3,
        forwarded: 1,
        dropped: '1 (dull 1)',
        deadLettered: '1 (bad_value 1)',
        isBalanced: true,
      }),
    ]);
  });

  it('says how far a stage is behind', async () => {
    const given = await worked();
    await send(given, silence(given, 'd'), control('intake/0', 1, 5));
    expect((await audited(given)).rows[0]).toMatchObject({ to: 3, behind: 2 });
  });

  it('waits for a stage that is behind', async () => {
    const given = await worked();
    await send(given, silence(given, 'd'));
    await given.clock.advance(10);
    setTimeout(() => void drain(given), 1200);
    expect((await audited(given, 10_000)).rows[0]).toMatchObject({ to: 4, behind: 0, in: 4 });
  });

  it('vouches for no topic that it cannot see', async () => {
    const given = await worked();
    const broker = { ...given.broker, partitions: async (topic: string) => (topic === IN.name ? null : 1) };
    await expect(audited({ ...given, broker })).rejects.toThrow(`topic ${IN.name} does not exist, or may not be seen`);
  });

  it('counts an entry that cannot be read', async () => {
    const given = await worked();
    await send(given, {
      topic: PIPELINE_LEDGER.name,
      partition: 0,
      key: null,
      value: Buffer.from('no avro'),
      headers: {},
    });
    expect((await audited(given)).unreadable).toBe(1);
  });

  it('finds an entry that says less than came', async () => {
    const given = await worked();
    const entry = {
      stage: 'features',
      topic: IN.name,
      partition: 0,
      from: 3,
      to: 5,
      in: 2,
      forwarded: 1,
      produced: 1,
      repeated: 0,
      control: 0,
      late: 0,
      evicted: 0,
      skipped: 0,
      dropped: {},
      deadLettered: {},
      sent: { 'x/0': 1 },
      accepted: {},
    };
    await send(given, {
      topic: PIPELINE_LEDGER.name,
      partition: 0,
      key: null,
      value: given.codec.encode(PIPELINE_LEDGER.name, entry),
      headers: {},
    });
    const { findings, rows } = await audited(given);
    expect(findings.map(({ kind }) => kind)).toEqual(['unbalanced']);
    expect(rows[0]?.isBalanced).toBe(false);
  });
});
