/** What the alerts of one version are worth, by what analysts said of them. */
export interface Effect {
  /** name@version of the ensemble that the alerts name; empty: none. */
  readonly version: string;
  readonly alerts: number;
  readonly judged: number;
  readonly attacks: number;
  /** NaN where nothing was judged. */
  readonly share: number;
  /** Wilson's score interval of the share, 95 %. */
  readonly low: number;
  readonly high: number;
  /** Chance that of an attack and a harmless alert the attack has the higher confidence, half where they are even (AUC); NaN where one of both is missing. */
  readonly ranked: number;
}

/** An alert, the version that gave its confidence, and what analysts said of it. */
export interface JudgedAlert {
  readonly version: string;
  /** Epoch ms. */
  readonly raisedAt: number;
  /** As the alert tells it when it is raised, 0 to 100. */
  readonly confidence: number;
  /** Null: nobody has said, or as many the one as the other. */
  readonly isAttack: boolean | null;
}

/** The effect of each version, the one that raised the first alert first. */
export function effectByVersion(alerts: Iterable<JudgedAlert>): readonly Effect[] {
  const byVersion = Map.groupBy(
    [...alerts].toSorted((a, b) => a.raisedAt - b.raisedAt),
    ({ version }) => version,
  );
  return [...byVersion].map(([version, same]) => {
    const judged = same.filter(({ isAttack }) => isAttack !== null);
    const attacks = judged.filter(({ isAttack }) => isAttack).length;
    const share = attacks / judged.length;
    const counts = { alerts: same.length, judged: judged.length, attacks, share };
    return { version, ...counts, ...wilson(attacks, judged.length), ranked: ranked(judged) };
  });
}

/** Normal quantile of 97.5 %. */
const Z = 1.959_963_984_540_054;

/** Interval of a share from `events` of `total`. Wilson 1927, Probable inference, the law of succession, and statistical inference. */
export function wilson(events: number, total: number): { readonly low: number; readonly high: number } {
  if (total === 0) return { low: 0, high: 1 };
  const share = events / total;
  const scale = 1 + Z ** 2 / total;
  const middle = (share + Z ** 2 / (2 * total)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  // rounding must not leave the share outside
  return { low: Math.min(share, Math.max(0, middle - half)), high: Math.max(share, Math.min(1, middle + half)) };
}

/** Mann and Whitney 1947, by mean ranks. */
function ranked(judged: readonly JudgedAlert[]): number {
  const byConfidence = [...Map.groupBy(judged, ({ confidence }) => confidence)].sort(([a], [b]) => a - b);
  let [below, won, attacks] = [0, 0, 0];
  for (const [, even] of byConfidence) {
    const mine = even.filter(({ isAttack }) => isAttack).length;
    const others = even.length - mine;
    won += mine * (below + others / 2);
    below += others;
    attacks += mine;
  }
  return won / (attacks * below);
}
