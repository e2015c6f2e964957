import { payloadsOf } from '../../src/detectors/yara/payloads.ts';
import type { Prefilter } from '../../src/detectors/yara/prefilter.ts';
import { readLines } from '../../src/source/lines.ts';
import { recognise } from '../../src/stages/intake/recognise.ts';
import { toEvent } from '../../src/stages/intake/to-event.ts';
import { dataFolder } from '../data.ts';

const EVENTS = 100_000;
const NOW = Date.UTC(2025, 0, 1);
const ABOUT = {
  ...{ tenant: 'bench', flags: [], eventTime: { time: NOW, flag: null }, appendedAt: NOW },
  ...{ partition: 0, offset: 0, ceId: '', fullHostNames: false },
};

/** How many texts real events have, what picking and prefiltering them costs, and how many a worker would be asked for. */
export async function telemetryFigures(prefilter: Prefilter) {
  const suspects = new Set<string>();
  const counts = { events: 0, texts: 0, suspectTexts: 0 };
  let pickedMs = 0;
  let filteredMs = 0;
  for await (const { bytes } of firstLines()) {
    const recognised = recognise({ kind: 'bytes', bytes, headers: {} }, NOW);
    if (recognised.kind !== 'mapped') continue;
    const event = toEvent(recognised.mapped, { ...ABOUT, format: recognised.format });
    const start = performance.now();
    const texts = payloadsOf(event);
    const picked = performance.now();
    const some = texts.filter((text) => prefilter.mayMatch(text));
    filteredMs += performance.now() - picked;
    pickedMs += picked - start;
    counts.events += 1;
    counts.texts += texts.length;
    counts.suspectTexts += some.length;
    for (const text of some) suspects.add(text);
  }
  const micros = (ms: number) => Number(((1000 * ms) / counts.events).toFixed(1));
  return {
    ...{ set: 'otrf-windows', ...counts, suspectTextsApart: suspects.size },
    ...{ pickingMicrosecondsPerEvent: micros(pickedMs), prefilterMicrosecondsPerEvent: micros(filteredMs) },
  };
}

async function* firstLines() {
  let left = EVENTS;
  for await (const lines of readLines(dataFolder('otrf-windows', 'events.jsonl.zst')))
    for (const line of lines) {
      if (left-- <= 0) return;
      yield line;
    }
}
