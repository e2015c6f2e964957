import type { YaraHit } from '../../stages/features/ports.ts';

const MOST_HITS = 50;
const MOST_META = 20;
const LONGEST_NAME = 100;
const LONGEST_TEXT = 500;
const MOST_TAGS = 20;
const MOST_STRINGS = 50;

/** What the engine tells of a text. */
interface ScanResult {
  readonly matches: readonly {
    readonly identifier: string;
    readonly namespace: string;
    readonly isPrivate: boolean;
    readonly tags: readonly string[];
    readonly metadata: readonly { readonly identifier: string; readonly value: unknown }[];
    readonly patterns: readonly { readonly identifier: string; readonly matches: readonly unknown[] }[];
  }[];
}

/** The hits of a scan within bounds, without what was found. */
export const hitsOf = ({ matches }: ScanResult): readonly YaraHit[] =>
  matches
    .filter(({ isPrivate }) => !isPrivate)
    .slice(0, MOST_HITS)
    .map(({ identifier, namespace, tags, metadata, patterns }) => ({
      rule: identifier,
      file: namespace,
      tags: tags.slice(0, MOST_TAGS).map((tag) => tag.slice(0, LONGEST_NAME)),
      meta: Object.fromEntries(
        metadata.slice(0, MOST_META).map(({ identifier: name, value }) => [name.slice(0, LONGEST_NAME), textOf(value)]),
      ),
      strings: patterns
        .flatMap(({ identifier: id, matches: found }) => (found.length > 0 ? [id] : []))
        .slice(0, MOST_STRINGS),
    }));

const textOf = (value: unknown): string => String(value).slice(0, LONGEST_TEXT);
