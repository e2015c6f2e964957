/** A YARA rule that matched a text. What its author wrote is cut to bounds. */
export interface YaraHit {
  readonly rule: string;
  /** The file that the rule stands in. */
  readonly file: string;
  readonly tags: readonly string[];
  /** `author`, `description`, `reference`, `technique`, `severity` and whatever else its author wrote, as text. */
  readonly meta: Readonly<Record<string, string>>;
  /** Identifiers of the strings that were found, never what was found. */
  readonly strings: readonly string[];
}

export type YaraFailure = 'deadline_passed' | 'worker_died' | 'closed';

export type YaraAnswer =
  /** One list for each payload, in order; null for those that there was no room to scan. */
  | { readonly ok: true; readonly hits: readonly (readonly YaraHit[] | null)[] }
  | { readonly ok: false; readonly reason: YaraFailure };

/** Different payloads that one scan looks at, of those that some rule may match: they take milliseconds each, and whoever is watched writes as many as he likes. */
export const MOST_SCANNED = 256;

/** Holds payloads against YARA rules. Never throws: a scan that fails is an answer. */
export interface YaraPort {
  /**
   * Scans payloads together. Those that no rule can match cost next to nothing. Each try may take `deadlineMs` and
   * there are two, so the answer comes within twice that.
   */
  scan(payloads: readonly string[], deadlineMs: number): Promise<YaraAnswer>;
  /** Rules, as `file:rule`, that were switched off because they hung or killed their worker twice. */
  quarantined(): readonly string[];
  close(): Promise<void>;
}
