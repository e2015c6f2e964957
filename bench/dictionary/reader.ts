/** One process that follows the dictionaries, and tells when it first held each entry. */
import { correctorOf } from '../../src/detectors/dictionary/corrector.ts';
import { systemClock } from '../../src/shell/clock.ts';
import { dictionaryOf } from '../../src/shell/dictionary.ts';
import { redisDictionaryStore } from '../../src/shell/redis/dictionary-store.ts';
import type { DictionaryEntry } from '../../src/stages/dictionary/ports.ts';

const [url = '', namespace = '', hearing = ''] = process.argv.slice(2);
const silent = { info() {}, warn() {}, error() {} };
const store = redisDictionaryStore({
  redis: { url },
  logger: silent,
  namespace: { name: namespace, shares: new Set() },
});
const told = new Set<string>();

function compile(entries: readonly DictionaryEntry[]) {
  const made = correctorOf(entries);
  const fresh = entries.filter(({ id }) => !told.has(id));
  const at = Date.now();
  for (const { id, wrong, right } of fresh) {
    if (made.apply(wrong) !== right) throw new Error(`${id} is not applied`);
    told.add(id);
  }
  process.send?.({ ids: fresh.map(({ id }) => id), at });
  return made;
}

const dictionary = dictionaryOf({
  store: hearing === 'deaf' ? { ...store, onHint() {} } : store,
  ...{ clock: systemClock, logger: silent, compile },
});
while (dictionary.version() === null) await systemClock.sleep(10);
process.send?.({ ids: ['ready'], at: Date.now() });
process.once('disconnect', () => process.exit());
