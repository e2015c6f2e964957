/** Share of judged alerts that were attacks, of the alerts that one version gave. */
export interface Precision {
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
}

/** An alert, the version that gave its confidence, and what analysts said of it. */
export interface JudgedAlert {
  readonly version: string;
  /** Epoch ms. */
  readonly raisedAt: number;
  /** Null: nobody has said, or as many the one as the other. */
  readonly isAttack: boolean | null;
}

/** The precision of each version, the one that raised its first alert first before the others. */
export function precisionByVersion(alerts: Iterable<JudgedAlert>): readonly Precision[] {
  const byVersion = Map.groupBy(
    [...alerts].toSorted((a, b) => a.raisedAt - b.raisedAt),
    ({ version }) => version,
  );
  return [...byVersion].map(([version, same]) => {
    const judged = same.filter(({ isAttack }) => isAttack !== null);
    const attacks = judged.filter(({ isAttack }) => isAttack).length;
    const share = attacks / judged.length;
    return { version, alerts: same.length, judged: judged.length, attacks, share, ...wilson(attacks, judged.length) };
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
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
