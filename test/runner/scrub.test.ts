import { describe, expect, it } from '@jest/globals';
import { balance } from '../../src/audit/balance.ts';
import {
  FEEDBACK_SCRUBBED,
  FEEDBACK_SUBMITTED,
  type Feedback,
  type ScrubbedFeedback,
  TOPICS,
} from '../../src/domain/contracts.gen.ts';
import { memoryBroker } from '../../src/memory/broker.ts';
import type { Send } from '../../src/ports.ts';
import { type AnyRoom, type AnyStage, runStage } from '../../src/runner.ts';
import { RetriableError } from '../../src/stage.ts';
import type { PersonalFinder } from '../../src/stages/scrub/ports.ts';
import { type ScrubPorts, scrub } from '../../src/stages/scrub/stage.ts';
import { HEARD_TOPICS } from '../../src/topology.ts';
import { feedback, scrubPorts } from '../feedback.ts';
import { drain, fragile, ledgerOf, logOf, OPTIONS, send, valuesOf, type World, world } from './world.ts';

const submitted = (given: World, value: Feedback, facts: Partial<Send> = {}, headers: object = {}): Send => ({
  topic: FEEDBACK_SUBMITTED.name,
  partition: 0,
  key: Buffer.from('acme/a1'),
  value: given.codec.encode(FEEDBACK_SUBMITTED.name, value),
  ...facts,
  headers: { 'tenant-id': Buffer.from('acme'), ...headers },
});

/** The scrub stage on three partitions, as the topics have them. */
async function running(ports: Partial<ScrubPorts> = {}) {
  const base = world();
  const broker = memoryBroker({
    topics: TOPICS.map(({ name, partitions }) => ({ name, partitions })),
    ...{ now: base.clock.now, drive: 'manual', maxBatch: 4 },
  });
  const given: World = { ...base, broker };
  const room = (await scrub.open(scrubPorts(ports))) as unknown as AnyRoom;
  // its clock does not wait
  const stage = await runStage(scrub as unknown as AnyStage, room, fragile(given).world, {
    ...OPTIONS,
    controlEveryMs: 1,
    heardTopics: HEARD_TOPICS,
  });
  return { given, stage };
}

const reasonsOf = async (given: World) =>
  (await logOf(given.broker, 'scrub.dlq')).map(({ headers }) =>
    Buffer.from(headers['dlq.reason-code'] ?? []).toString(),
  );

describe('the scrub stage in its runner', () => {
  it('given origins that strangers made up, then believes none of them', async () => {
    const { given } = await running();
    const claim = { 'vedette-origin': Buffer.from('scrub/0/999999/0') };
    await send(given, ...['a', 'b', 'c'].map((id) => submitted(given, feedback('verdict', {}, { id }), {}, claim)));
    await drain(given);
    expect(await valuesOf<ScrubbedFeedback>(given, FEEDBACK_SCRUBBED.name)).toHaveLength(3);
  });

  it('given feedback on every partition, then all of it lies on one, each partition in its order', async () => {
    const { given } = await running();
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const verdicts = ids.map((id, at) =>
      submitted(given, feedback('verdict', { reason: `said ${id}` }, { id }), { partition: at % 3 }),
    );
    await send(given, ...verdicts);
    await drain(given);
    const log = await logOf(given.broker, FEEDBACK_SCRUBBED.name);
    expect(new Set(log.map(({ partition }) => partition)).size).toBe(1);
    expect(log).toHaveLength(ids.length);
    const said = (await valuesOf<ScrubbedFeedback>(given, FEEDBACK_SCRUBBED.name)).map(({ facts }) => facts.reason);
    for (const [first, second] of [
      ['a', 'd'],
      ['b', 'e'],
      ['c', 'f'],
    ])
      expect(said.indexOf(`said ${first}`)).toBeLessThan(said.indexOf(`said ${second}`));
  });

  it('given what nobody can take, then each is a dead letter with its reason, and the ledger balances', async () => {
    const { given } = await running();
    const sound = feedback('verdict');
    await send(
      given,
      submitted(given, sound),
      submitted(given, sound, { key: Buffer.from('beta/a1') }),
      submitted(given, sound, { value: Buffer.from('{"verdict":"benign"}') }),
      submitted(given, feedback('verdict', {}, { tenant: 'beta' })),
      submitted(given, feedback('correction')),
      submitted(given, sound, { key: null, value: null }, { 'vedette-control': Buffer.from('{}') }),
      submitted(given, sound),
    );
    await drain(given);
    await given.broker.tick();
    expect(await reasonsOf(given)).toEqual(['tenant_mismatch', 'bad_magic_byte', 'tenant_mismatch', 'control_invalid']);
    const entries = await ledgerOf(given);
    expect(balance(entries)).toEqual([]);
    const dropped = entries.flatMap((entry) => Object.entries(entry.dropped));
    expect(dropped).toEqual([['empty_draft', 1]]);
  });

  it('given a finder that is away for a while, then feedback waits for it, and no part of it becomes a dead letter', async () => {
    let asked = 0;
    const ailing: PersonalFinder = {
      async findings(text) {
        if (asked++ % 3 !== 2) throw new RetriableError('away');
        return [{ start: 0, end: text.length, type: 'BLOCKED' }];
      },
    };
    const { given } = await running({ finders: [ailing] });
    await send(given, submitted(given, feedback('verdict', { reason: 'umbrella' })));
    await drain(given);
    expect(asked).toBe(3);
    expect(await reasonsOf(given)).toEqual([]);
    const [scrubbed] = await valuesOf<ScrubbedFeedback>(given, FEEDBACK_SCRUBBED.name);
    expect(scrubbed?.facts.reason).not.toContain('umbrella');
  });

  it('given a log that is read to its end, then time goes on, though nobody sends watermarks', async () => {
    const { given, stage } = await running();
    await send(given, submitted(given, feedback('verdict')));
    await drain(given);
    await given.broker.tick();
    const { partitions } = stage.status();
    expect(partitions.map(({ watermark, unheardSenders }) => [watermark, unheardSenders])).toEqual(
      partitions.map(() => [given.clock.now(), 0]),
    );
  });
});
