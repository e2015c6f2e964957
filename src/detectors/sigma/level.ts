/** What a rule's level means to the rest of the chain. */
export interface Weight {
  /** OCSF severity, 1 informational to 5 critical. */
  readonly severity: number;
  /** That a match is what the rule says it is, until verdicts tell better. */
  readonly probability: number;
}

const LOW: Weight = { severity: 2, probability: 0.35 };
const WEIGHTS: ReadonlyMap<string, Weight> = new Map([
  ['informational', { severity: 1, probability: 0.15 }],
  ['low', LOW],
  ['medium', { severity: 3, probability: 0.5 }],
  ['high', { severity: 4, probability: 0.7 }],
  ['critical', { severity: 5, probability: 0.9 }],
]);

/** A rule without a level is a low one: nobody has said that it is worth more. */
export const weightOf = (level: string): Weight => WEIGHTS.get(level) ?? LOW;

const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i;

/** ATT&CK techniques that the tags name. */
export const techniquesOf = (tags: readonly string[]): readonly string[] => [
  ...new Set(tags.flatMap((tag) => TECHNIQUE.exec(tag)?.[1]?.toUpperCase() ?? [])),
];
