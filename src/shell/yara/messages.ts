import type { YaraHit } from '../../stages/features/ports.ts';

/** A rule as it goes to a worker. Lines and columns count from 1. */
export interface YaraRuleText {
  readonly file: string;
  readonly name: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly imports: readonly string[];
  /** Rules of the same file that it cannot be without. */
  readonly uses: readonly string[];
}

/** A rule that was not taken, with the place of what is wrong. */
export interface CompileFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly feature: string;
  readonly message: string;
}

/** Of a worker: the engine leaves objects behind with each scan, and a small heap is cleared of them often. */
export const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 4 } as const;

/** To the worker: texts one behind the other as UTF-8; the bytes are transferred. */
export interface Batch {
  readonly id: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each text ends. */
  readonly ends: readonly number[];
}

/** From the worker. Each text is told as soon as it is scanned: who dies or hangs has the next one at hand. */
export type Said =
  | { readonly kind: 'ready'; readonly faults: readonly CompileFault[] }
  | { readonly kind: 'scanned'; readonly id: number; readonly hits: readonly YaraHit[] };

/** Packs texts for a batch. */
export function packed(id: number, texts: readonly string[]): Batch {
  const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const bytes = new Uint8Array(size);
  const encoder = new TextEncoder();
  let end = 0;
  const ends = texts.map((text) => {
    end += encoder.encodeInto(text, bytes.subarray(end)).written;
    return end;
  });
  return { id, bytes, ends };
}
