/** Shapley values by their definition: over all subsets of the others, weighted by how many orders begin with them. */
export function shapleyBySubsets(players: number, game: (known: ReadonlySet<number>) => number): readonly number[] {
  const everyone = Array.from({ length: players }, (_, player) => player);
  return everyone.map((player) => {
    const others = everyone.filter((one) => one !== player);
    let value = 0;
    for (let mask = 0; mask < 2 ** others.length; mask++) {
      const before = new Set(others.filter((_, bit) => (mask >> bit) % 2 === 1));
      const orders = factorial(before.size) * factorial(players - before.size - 1);
      value += (orders / factorial(players)) * (game(new Set([...before, player])) - game(before));
    }
    return value;
  });
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
