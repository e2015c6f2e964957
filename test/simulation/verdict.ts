/** What is wrong with a history, by the checker that says so. */
export interface Fault {
  readonly checker: string;
  readonly text: string;
}

export interface Verdict {
  readonly faults: readonly Fault[];
  /** Checks that this history cannot be held to, each with the reason. */
  readonly skipped: readonly string[];
}

export const none: Verdict = { faults: [], skipped: [] };

export const skip = (check: string, reason: string): Verdict => ({ faults: [], skipped: [`${check}: ${reason}`] });

/** At most a few of a kind: the first ones tell enough. */
export const found = (checker: string, texts: readonly string[]): Verdict => ({
  faults: texts.slice(0, 3).map((text) => ({ checker, text })),
  skipped: [],
});

export const join = (verdicts: readonly Verdict[]): Verdict => ({
  faults: verdicts.flatMap(({ faults }) => faults),
  skipped: verdicts.flatMap(({ skipped }) => skipped),
});
