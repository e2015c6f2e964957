import { afterAll, describe } from '@jest/globals';
import type { Chain } from './chain-on-kafka.ts';
import { freshServers } from './fresh-servers.ts';
import type { Variables } from './processes.ts';

/** What a suite on real servers works with. */
export interface OnServers {
  readonly variables: Variables;
  /** Keeps the chain, to be drained in the end. */
  keep(chain: Chain): Chain;
}

/** A suite with servers of its own. Without them it is skipped aloud, or fails where they are required. */
export async function describeOnServers(what: string, suite: (given: OnServers) => void): Promise<void> {
  const servers = await freshServers().catch((cause: Error) => cause);
  if (servers instanceof Error) {
    if (process.env.VEDETTE_REQUIRE) throw servers;
    process.stderr.write(`SKIPPED, no servers: ${what}: ${servers.message}\n`);
    describe.skip(what, () => suite({ variables: {}, keep: (chain) => chain }));
    return;
  }
  describe(what, () => {
    let kept: Chain | null = null;
    suite({
      variables: servers.variables,
      keep(chain) {
        kept = chain;
        return chain;
      },
    });
    // behind those of the suite
    afterAll(async () => {
      await kept?.close();
      await servers.stop();
    }, 120_000);
  });
}
