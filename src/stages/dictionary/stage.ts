import { FEEDBACK_SCRUBBED } from '../../domain/contracts.gen.ts';
import { deadLetter, drop, forward, type Input, type Outcome, type Stage } from '../../stage.ts';
import type { DictionaryConfig } from './config.ts';
import { DROP_REASONS, entryOf } from './entry-of.ts';
import type { DictionaryEntry, DictionaryWriter } from './ports.ts';

export interface DictionaryPorts {
  readonly config: DictionaryConfig;
  readonly dictionary: DictionaryWriter;
}

type In = typeof FEEDBACK_SCRUBBED;

/** Puts corrected names of things into the dictionary of their tenant, which every process reads. */
export const dictionary: Stage<In, never, never, DictionaryPorts> = {
  name: 'dictionary',
  reads: FEEDBACK_SCRUBBED,
  tables: [],
  writes: [],
  horizonMs: 0,
  routineDrops: DROP_REASONS,
  open: async (ports) => ({
    async process(batch) {
      const judged = batch.map(judge);
      const refused = await written(judged, ports);
      return judged.map((one) => outcomeOf(one, refused));
    },
  }),
};

type Judged = Outcome<never> | { readonly kind: 'entry'; readonly tenant: string; readonly entry: DictionaryEntry };

function judge({ key, value }: Input<In>): Judged {
  if (value.tenant !== key.tenant) return deadLetter('tenant_mismatch');
  const entry = entryOf(value);
  return typeof entry === 'string' ? drop(entry) : { kind: 'entry', tenant: key.tenant, entry };
}

/** Writes what is to be written, of each tenant in order; answers the entries that had no room. */
async function written(
  judged: readonly Judged[],
  { dictionary, config }: DictionaryPorts,
): Promise<ReadonlySet<DictionaryEntry>> {
  const entries = judged.flatMap((one) => (one.kind === 'entry' ? [one] : []));
  const refused = new Set<DictionaryEntry>();
  for (const [tenant, ofTenant] of Map.groupBy(entries, (one) => one.tenant)) {
    const added = await dictionary.add(
      tenant,
      ofTenant.map(({ entry }) => entry),
      config.entries,
    );
    for (const [at, { entry }] of ofTenant.entries()) if (!added[at]) refused.add(entry);
  }
  return refused;
}

function outcomeOf(one: Judged, refused: ReadonlySet<DictionaryEntry>): Outcome<never> {
  if (one.kind !== 'entry') return one;
  return refused.has(one.entry) ? drop('dictionary_full') : forward();
}
