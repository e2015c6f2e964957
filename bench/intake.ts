/** Time of the intake room, from the bytes of a record to the event contract, on one thread. Prints JSON. Data: VEDETTE_DATA. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Context, Input } from '../src/stage.ts';
import { intakeConfigSchema } from '../src/stages/intake/config.ts';
import { recognise } from '../src/stages/intake/recognise.ts';
import { type IntakeState, intake } from '../src/stages/intake/stage.ts';
import { benchHeader, dataFolder, report } from './data.ts';
import { packedLines } from './telemetry.ts';

const ROWS = 20_000;
const EVERY = 33;
const ROUNDS = 5;
const BATCH = 500;

type Raw = Input<typeof intake.reads>;

function outcomes(rows: readonly Uint8Array[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const bytes of rows) {
    const answer = recognise({ kind: 'bytes', bytes, headers: {} }, Date.UTC(2024, 0, 1));
    const name = answer.kind === 'mapped' ? answer.format : answer.reason;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The best of several rounds over all rows, in batches as the runner makes them. */
async function measure(set: string, rows: readonly Uint8Array[]): Promise<Record<string, unknown>> {
  const room = await intake.open({ config: intakeConfigSchema.parse({ defaultTenant: 'bench' }) });
  const states = new Map<string, IntakeState>();
  const context = {
    state: ({ id }) => states.get(id),
    set: ({ id }, state) => void states.set(id, state),
  } as Context<IntakeState>;
  const appendedAt = Date.UTC(2024, 0, 1);
  const inputs = rows.map(
    (bytes, offset): Raw => ({
      key: { tenant: '', id: '' },
      value: { kind: 'bytes', bytes, headers: {} },
      partition: 0,
      offset,
      appendedAt,
    }),
  );
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    for (let from = 0; from < inputs.length; from += BATCH)
      await room.process(inputs.slice(from, from + BATCH), context);
    best = Math.min(best, performance.now() - started);
  }
  const bytes = rows.reduce((sum, row) => sum + row.length, 0);
  return {
    set,
    events: rows.length,
    meanBytes: Math.round(bytes / rows.length),
    eventsPerSecond: Math.round((rows.length / best) * 1_000),
    microsecondsPerEvent: Number(((best * 1_000) / rows.length).toFixed(2)),
    outcomes: outcomes(rows),
  };
}

async function evidenceforge(root: string): Promise<Record<string, unknown>[]> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ndjson.zst'))
    .sort();
  const byFormat = new Map<string, Uint8Array[]>();
  for (const file of files) {
    const format = basename(file).split('.', 1)[0] as string;
    byFormat.set(format, [
      ...(byFormat.get(format) ?? []),
      ...(await packedLines(join(root, file), 1, Number.POSITIVE_INFINITY)),
    ]);
  }
  const results: Record<string, unknown>[] = [];
  for (const [format, rows] of byFormat) results.push(await measure(`evidenceforge/${format}`, rows));
  return results;
}

const windows = await packedLines(dataFolder('otrf-windows', 'events.jsonl.zst'), EVERY, ROWS);
report(benchHeader('intake'), {
  sets: [await measure('otrf-windows', windows), ...(await evidenceforge(dataFolder('evidenceforge')))],
});
