import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ruleBook } from '../../../test/fixtures/rule-book.ts';
import { given } from '../../../test/given-when-then.ts';
import { detection, event, signal } from '../../../test/signals.ts';
import type { Signal, Threat } from '../../domain/contracts.gen.ts';
import { correlationConfigSchema } from './config.ts';
import { correlation } from './stage.ts';

const MINUTE = 60_000;
const LATENESS = 5 * MINUTE;
const config = correlationConfigSchema.parse({});
const TECHNIQUES = ['T1059', 'T1003', 'T1021', 'T1082', 'T1547', 'no-technique'];

/** Gaps of seconds, minutes and hours, with some disorder inside the lateness. */
const streams = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 40 * MINUTE })),
      back: fc.integer({ min: 0, max: LATENESS }),
      severity: fc.integer({ min: 1, max: 5 }),
      rule: fc.integer({ min: 0, max: 5 }),
      host: fc.integer({ min: 0, max: 12 }),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      isOwner: fc.boolean(),
      isRepeat: fc.boolean(),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    let clock = 1e12;
    return steps.flatMap(({ gap, back, severity, rule, host, score, isOwner, isRepeat }, id): Signal[] => {
      clock += gap;
      const detections = [detection({ id: `r${rule}`, severity, techniques: [TECHNIQUES[rule] ?? ''] })];
      const facts = { id: `e${id}`, time: clock - back, host: isOwner ? 'ws01' : `ws${host}`, rawOffset: id };
      const role = isOwner ? ({ role: 'host', entity: 'ws01' } as const) : ({ role: 'user', entity: 'alice' } as const);
      const one = signal({ event: event(facts), score, severity, detections, owner: isOwner, ...role });
      return isRepeat ? [one, one] : [one];
    });
  });

type Cut = { readonly size: number; readonly pace: number };
const cuts = fc.array(
  fc.record({ size: fc.integer({ min: 1, max: 9 }), pace: fc.double({ min: 0, max: 1, noNaN: true }) }),
  {
    minLength: 1,
    maxLength: 20,
  },
);

const keyed = (one: Signal) => [{ tenant: 'acme', id: `${one.role}:${one.entity}` }, one] as const;

/** Content of every revision, without the parts that say how far the input was. */
async function run(signals: readonly Signal[], plan: readonly Cut[]): Promise<readonly Partial<Threat>[]> {
  const chain = await given(correlation, { config, rules: ruleBook() });
  let done = 0;
  for (let turn = 0; done < signals.length; turn++) {
    const { size, pace } = plan[turn % plan.length] as Cut;
    await chain.when(...signals.slice(done, done + size).map(keyed));
    done += size;
    const coming = Math.min(...signals.slice(done).map((one) => one.event.time));
    const newest = Math.max(...signals.slice(0, done).map((one) => one.event.time));
    // As far as a watermark may be: nothing that is still to come lies behind it
    if (pace > 0.2 && done < signals.length)
      chain.passes(coming - Math.floor(Math.max(0, coming - newest) * (1 - pace)));
  }
  chain.passes(Number.POSITIVE_INFINITY);
  return chain.sent
    .flatMap(({ value }) => (value ? [{ ...value, watermark: 0, losses: {} }] : []))
    .sort((a, b) => (a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : a.revision - b.revision));
}

it('threats do not depend on how the input is cut nor on the pace of the watermark', async () => {
  await fc.assert(
    fc.asyncProperty(streams, cuts, cuts, async (signals, one, two) => {
      expect(await run(signals, one)).toEqual(await run(signals, two));
    }),
    { numRuns: 300 },
  );
});

it('threats of an identity do not depend on which of its partitions came first', async () => {
  await fc.assert(
    fc.asyncProperty(streams, fc.infiniteStream(fc.nat()), async (signals, ranks) => {
      const spread = [...new Map(signals.filter(({ owner }) => !owner).map((one) => [one.event.id, one])).values()];
      const shuffled = spread
        .map((one) => ({ one, rank: ranks.next().value as number }))
        .sort((a, b) => a.rank - b.rank);
      const end = [{ size: 1_000, pace: 0 }];
      expect(
        await run(
          shuffled.map(({ one }) => one),
          end,
        ),
      ).toEqual(await run(spread, end));
    }),
    { numRuns: 200 },
  );
});

it('every threat is closed, spans at most an hour and ten hosts, and has rising revisions', async () => {
  await fc.assert(
    fc.asyncProperty(streams, cuts, async (signals, plan) => {
      const byUid = Map.groupBy(await run(signals, plan), ({ uid }) => uid);
      for (const revisions of byUid.values()) {
        const last = revisions.at(-1) as Threat;
        expect(revisions.map(({ revision }) => revision)).toEqual(revisions.map((_, i) => i + 1));
        expect(last).toMatchObject({ phase: 'close', final: true });
        expect(last.end - last.start).toBeLessThanOrEqual(60 * MINUTE);
        expect(last.hosts.length).toBeLessThanOrEqual(10);
        expect(new Set(last.evidenceIds).size).toBe(last.evidenceIds.length);
        expect(last.evidenceCount).toBe(last.evidenceIds.length);
      }
    }),
    { numRuns: 200 },
  );
});
