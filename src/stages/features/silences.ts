import type { EntityWindows } from '../../detectors/entity-windows.ts';
import { FEATURE_HASH, FEATURE_SET } from '../../detectors/feature-set.ts';
import { isSilent, type Silence, type SilenceLimits, takeSilences } from '../../detectors/silence.ts';
import type { Detection, EventCore, FeatureRow } from '../../domain/contracts.gen.ts';
import { idOf } from '../../domain/uuid5.ts';
import type { Context, Key } from '../../stage.ts';
import { BOOK_KEY, type FeaturesState, isBook, type SilenceBook } from './state.ts';

export const SILENT_SOURCE = 'silent-source';
/** Of a tenant, in an hour of event time: a feed that fails takes its hosts with it, and one alert for each would bury the rest. */
const TOLD_AN_HOUR = 20;
/** Silent hosts of a partition that are remembered for the metric. */
const SILENT_LIMIT = 10_000;
const HOUR_MS = 3_600_000;

/** The silences of one host that the watermark has decided, as rows; the book of the partition is kept up to date. */
export function tellSilences(
  key: Key,
  { heard }: EntityWindows,
  limits: SilenceLimits,
  context: Context<FeaturesState>,
): readonly FeatureRow[] {
  const book = bookOf(context);
  const silences = takeSilences(heard, context.watermark, limits);
  const isListed = keepListed(book.silent, `${key.tenant}/${key.id}`, isSilent(heard) ? silences.at(-1)?.since : null);
  const told = silences.filter(({ since }) => isWithinBudget(book, key.tenant, since + limits.silentMs));
  if (isListed || silences.length > 0) keepBook(book, context);
  return told.map((silence) => rowOf(key, silence, limits.silentMs));
}

/** The host is forgotten, and with it that it is silent. */
export function forgetSilence(key: Key, context: Context<FeaturesState>): void {
  const book = bookOf(context);
  if (book.silent.delete(`${key.tenant}/${key.id}`)) keepBook(book, context);
}

function bookOf(context: Context<FeaturesState>): SilenceBook {
  const state = context.state(BOOK_KEY);
  return isBook(state) ? state : { silent: new Map(), told: new Map() };
}

function keepBook(book: SilenceBook, context: Context<FeaturesState>): void {
  context.set(BOOK_KEY, book);
  context.figure('silentSources', book.silent.size);
  let since = Number.POSITIVE_INFINITY;
  for (const one of book.silent.values()) since = Math.min(since, one);
  context.figure('silentSince', since);
}

/** `since` null: it is heard again; undefined: nothing new. Answers true when the list has changed. */
function keepListed(silent: Map<string, number>, host: string, since: number | null | undefined): boolean {
  if (since === null) return silent.delete(host);
  if (since === undefined || silent.size >= SILENT_LIMIT) return false;
  silent.set(host, since);
  return true;
}

function isWithinBudget({ told }: SilenceBook, tenant: string, time: number): boolean {
  const hour = Math.floor(time / HOUR_MS);
  const [lastHour, count] = told.get(tenant) ?? [hour, 0];
  const before = lastHour === hour ? count : 0;
  for (const [name, [at]] of told) if (at < hour) told.delete(name);
  told.set(tenant, [hour, before + 1]);
  return before < TOLD_AN_HOUR;
}

/** A row of what did not happen: it has no features that a model could score. */
function rowOf({ tenant, id }: Key, silence: Silence, silentMs: number): FeatureRow {
  return {
    event: eventOf(tenant, id, silence, silentMs),
    featureSet: FEATURE_SET,
    featureHash: FEATURE_HASH,
    vector: new Uint8Array(0),
    tokens: new Uint8Array(0),
    codes: new Uint8Array(0),
    text: new Uint8Array(0),
    hits: [detectionOf(silence, silentMs)],
    late: false,
    steps: [],
    degraded: [],
  };
}

const lasting = (ms: number): string =>
  ms < 60_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`;

const detectionOf = ({ everyMs }: Silence, silentMs: number): Detection => ({
  id: SILENT_SOURCE,
  version: '1',
  kind: 'rule',
  title: 'Host has fallen silent',
  raw: 1,
  probability: 0.1,
  severity: 1,
  techniques: ['T1562'],
  author: 'vedette',
  references: [],
  facts: [
    { name: 'silent for', value: lasting(silentMs), contribution: 0, expected: `an event every ${lasting(everyMs)}` },
  ],
});

/** The silence is a fact when it has lasted: that is its time. Its origin is that of the last event heard. */
function eventOf(
  tenant: string,
  host: string,
  { since, rawPartition, rawOffset }: Silence,
  silentMs: number,
): EventCore {
  const time = since + silentMs;
  return {
    id: idOf(tenant, SILENT_SOURCE, host, String(since)),
    ...{ tenant, host, time, receivedAt: time, rawPartition, rawOffset },
    ...{ format: 'vedette', class: 'other', action: 'silence', outcome: 'unknown', observer: '', user: '' },
    ...{ process: '', parent: '', commandLine: '', srcIp: '', srcPort: 0, dstIp: '', dstPort: 0 },
    ...{ file: '', domain: '', url: '', hash: '', code: '', product: '', category: '', service: '', flags: [] },
  };
}
