import { Command } from 'commander';
import { readEnvironment } from '../environment.ts';
import { systemClock } from '../shell/clock.ts';
import { redisDictionaryStore } from '../shell/redis/dictionary-store.ts';
import { RetriableError } from '../stage.ts';
import type { DictionaryStore } from '../stages/dictionary/ports.ts';
import { tenantOption } from './arguments.ts';
import { followStandings } from './dictionary/follow-standings.ts';
import { type Standing, standings } from './dictionary/standing.ts';
import { EXIT, Failure, usageFailure } from './failure.ts';
import { data, escaped, json, jsonLine, say, table } from './output.ts';

interface Flags {
  readonly tenant: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ vedette dictionary list --tenant acme                                          what is put right in texts of acme, and who said so
  $ vedette dictionary watch --tenant acme                                         the same, and then each change as it comes
  $ vedette dictionary undo 7c9e6679-7425-40de-944b-e07fc1f90ae7 --tenant acme     take one back: within two seconds no process applies it

Entries come from feedback of the kind entity_correction about products, malware, tools, techniques and vulnerabilities.
Of two for the same name the newer counts. What is undone stays so, though the same feedback came again; to have it back,
submit it under another id. Reads and writes Redis (REDIS_URL).
`;

/** `vedette dictionary list|watch|undo` */
export function dictionaryCommand(): Command {
  const dictionary = new Command('dictionary')
    .description('names that analysts have corrected: see them, take one back')
    .addHelpText('beforeAll', EXAMPLES);
  const list = shared('list', 'list the entries of a tenant').action((flags: Flags) => withStore(flags, listEntries));
  const watch = shared('watch', 'list them, then each change, until told to stop').action((flags: Flags) =>
    withStore(flags, watchEntries),
  );
  const undo = shared('undo', 'take an entry back')
    .argument('<id>', 'as list shows it')
    .action((id: string, flags: Flags) => withStore(flags, (store, given) => undoEntry(store, given, id)));
  return dictionary.addCommand(list).addCommand(watch).addCommand(undo);
}

const shared = (name: string, about: string) =>
  new Command(name).description(about).addOption(tenantOption('whose dictionary')).option('--json', 'print JSON');

/** What a connection says is told by the command itself, once. */
const silent = { info() {}, warn() {}, error() {} };

async function withStore(flags: Flags, work: (store: DictionaryStore, flags: Flags) => Promise<void>): Promise<void> {
  const { redis, kafka } = readEnvironment(process.env);
  const store = redisDictionaryStore({ redis, logger: silent, namespace: kafka.namespace });
  try {
    await work(store, flags);
  } catch (cause) {
    if (!(cause instanceof RetriableError)) throw cause;
    throw new Failure(EXIT.world, 'Redis does not answer: is it there, and does REDIS_URL name it?');
  } finally {
    await store.close();
  }
}

async function listEntries(store: DictionaryStore, { tenant, json: isJson }: Flags): Promise<void> {
  const { version, entries } = await store.read(tenant);
  const all = standings(entries);
  if (isJson) return json({ tenant, version, entries: all.map(shown) });
  if (all.length === 0) return say(`${tenant} has no dictionary`);
  const rows = all.map((one) => [one.state, one.wrong, one.right, one.type, one.author, one.id].map(escaped));
  data(table(['state', 'wrong', 'right', 'type', 'author', 'id'], rows));
}

async function watchEntries(store: DictionaryStore, { tenant, json: isJson }: Flags): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  const tell = (one: Standing) =>
    data(
      isJson ? jsonLine(shown(one)) : escaped(`${one.state}: ${one.wrong} -> ${one.right} (${one.type}, ${one.id})`),
    );
  await followStandings(store, tenant, { clock: systemClock, signal: stop.signal, tell });
}

async function undoEntry(store: DictionaryStore, { tenant, json: isJson }: Flags, id: string): Promise<void> {
  const answer = await store.undo(tenant, id);
  if (answer === 'unknown')
    throw usageFailure(
      `${tenant} has no entry ${id}: "vedette dictionary list --tenant ${tenant}" shows what there is`,
    );
  if (isJson) json({ tenant, id, answer });
  else say(escaped(answer === 'undone' ? `${id} is undone` : `${id} was undone already`));
}

const shown = ({ since, state, isUndone: _, time, ...entry }: Standing) => ({
  ...{ state, ...entry, time: new Date(time).toISOString(), since },
});
