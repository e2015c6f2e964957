/** Events of the data sets as intake makes them, for benches of the stages behind it. */
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createZstdDecompress } from 'node:zlib';
import type { TELEMETRY_EVENTS } from '../src/domain/contracts.gen.ts';
import type { Input } from '../src/stage.ts';
import { intakeConfigSchema } from '../src/stages/intake/config.ts';
import { intake } from '../src/stages/intake/stage.ts';

export type Event = Input<typeof TELEMETRY_EVENTS>;

const ROWS = 40_000;
const APPENDED_AT = Date.UTC(2025, 0, 1);

/** Each `every`th line of a packed file, up to a limit. */
export async function packedLines(file: string, every: number, limit = ROWS): Promise<Uint8Array[]> {
  const kept: Uint8Array[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file).pipe(createZstdDecompress()) })) {
    if (line !== '' && number++ % every === 0) kept.push(Buffer.from(line));
    if (kept.length >= limit) break;
  }
  return kept;
}

/** The lines of every sensor of a scenario. */
export async function scenarioLines(root: string): Promise<Uint8Array[]> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ndjson.zst'));
  return (await Promise.all(files.sort().map((file) => packedLines(join(root, file), 1)))).flat();
}

/** Events in the order of time, as a replay merges them. */
export async function eventsOf(lines: readonly Uint8Array[]): Promise<Event[]> {
  const room = await intake.open({ config: intakeConfigSchema.parse({ defaultTenant: 'bench' }) });
  const context = { state: () => undefined, set: () => {} } as unknown as Parameters<typeof room.process>[1];
  const inputs = lines.map((bytes, offset) => ({
    key: { tenant: '', id: '' },
    value: { kind: 'bytes' as const, bytes, headers: {} },
    partition: 0,
    offset,
    appendedAt: APPENDED_AT,
  }));
  const made = (await room.process(inputs, context)).flatMap((one) => (one.kind === 'forward' ? one.records : []));
  return made
    .flatMap(({ key, value }, offset) =>
      value === null ? [] : [{ key, value, partition: 0, offset, appendedAt: APPENDED_AT }],
    )
    .sort((a, b) => a.value.event.time - b.value.event.time);
}
