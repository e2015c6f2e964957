/** More would take too long: the work doubles with each. */
export const MOST_PLAYERS = 12;

/**
 * Exact Shapley values (Shapley 1953) by all coalitions: what each player adds to the worth, in the mean over all orders
 * of joining. `worth` is asked once for each coalition, a bit mask of players. Throws past MOST_PLAYERS.
 */
export function shapley(players: number, worth: (coalition: number) => number): Float64Array {
  if (players > MOST_PLAYERS) throw new RangeError(`${players} players, at most ${MOST_PLAYERS}`);
  const worths = Float64Array.from({ length: 2 ** players }, (_, coalition) => worth(coalition));
  const weights = orderShares(players);
  const values = new Float64Array(players);
  for (const [coalition, without] of worths.entries()) {
    const weight = weights[bits(coalition)] as number;
    for (let player = 0; player < players; player++) {
      if ((coalition >> player) % 2 === 1) continue;
      const gained = (worths[coalition | (1 << player)] as number) - without;
      values[player] = (values[player] as number) + weight * gained;
    }
  }
  return values;
}

/** By size of a coalition: share of all orders in which a given player joins right after just that coalition. */
function orderShares(players: number): readonly number[] {
  const shares = [1 / players];
  for (let size = 1; size < players; size++) shares.push(((shares[size - 1] as number) * size) / (players - size));
  return shares;
}

const bits = (coalition: number): number => {
  let count = 0;
  for (let rest = coalition; rest > 0; rest >>= 1) count += rest % 2;
  return count;
};
