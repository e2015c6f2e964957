import type { YaraHit } from '../../stages/features/ports.ts';

const MOST = 4_096;
const LONGEST = 2_000;

/** Hits of texts that were scanned: a command comes again and again, and a scan costs milliseconds. */
export interface RememberedHits {
  of(text: string): readonly YaraHit[] | undefined;
  /** Answers the hits. Long texts are not kept. */
  keep(text: string, hits: readonly YaraHit[]): readonly YaraHit[];
  /** The rules are others now. */
  clear(): void;
}

/** The last of them, as many as the bound allows; the oldest go first. It changes speed only. */
export function rememberedHits(): RememberedHits {
  const known = new Map<string, readonly YaraHit[]>();
  return {
    of: (text) => known.get(text),
    keep(text, hits) {
      if (text.length > LONGEST) return hits;
      const [oldest] = known.size >= MOST ? known.keys() : [];
      if (oldest !== undefined) known.delete(oldest);
      known.set(text, hits);
      return hits;
    },
    clear: () => known.clear(),
  };
}
