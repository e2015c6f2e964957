import { areWindows, IDS_PER_TOKEN, type TaggerFailure, type TaggerPort } from '../models/tagger.ts';

/** A tagger of the twin: what it says of a token follows from the token's ids alone. */
export interface MemoryTagger extends Pick<TaggerPort, 'tags'> {
  /** Log-odds of each type, in the order of the tags. */
  readonly odds: (ids: Int32Array) => readonly number[];
  /** Present: every call answers this failure. */
  readonly fails?: Extract<TaggerFailure, 'deadline_passed' | 'worker_died' | 'run_failed'>;
}

/** The tagger port without ONNX: pure, deterministic, in this thread. */
export function memoryTagger({ tags, odds, fails }: MemoryTagger): TaggerPort {
  let isOpen = true;
  return {
    tags,
    async tag(windows) {
      if (!areWindows(windows)) return { ok: false, reason: 'malformed_windows' };
      if (!isOpen || fails !== undefined) return { ok: false, reason: fails ?? 'closed' };
      return { ok: true, odds: windows.map(oddsOfWindow) };
    },
    async close() {
      isOpen = false;
    },
  };

  function oddsOfWindow(window: Int32Array): Float32Array {
    const idsAt = (token: number) => window.subarray(token * IDS_PER_TOKEN, (token + 1) * IDS_PER_TOKEN);
    const tokens = window.length / IDS_PER_TOKEN;
    const said = Array.from({ length: tokens }, (_, at) => odds(idsAt(at)));
    return Float32Array.from(said.flat());
  }
}
