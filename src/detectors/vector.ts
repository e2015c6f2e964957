import type { EventCore } from '../domain/contracts.gen.ts';
import { scopeOf } from './address.ts';
import type { Met } from './code-book.ts';
import { writeCodes } from './code-vector.ts';
import {
  ADDRESSES,
  CLASS_COUNTERS,
  CODES,
  counterOf,
  DOMAINS,
  type EntityWindows,
  EVENTS,
  EXTERNALS,
  FAILURES,
  FILES,
  HITS,
  LAST_TIME,
  NOVELTIES,
  PAIRS,
  PORTS,
  PROCESSES,
  USERS,
} from './entity-windows.ts';
import { entropyOf, profileOf } from './entropy.ts';
import { FEATURES } from './feature-set.ts';
import { hashNumber, hashText } from './hash.ts';
import { baseName, type Image } from './image.ts';
import { distinct, meet } from './recency.ts';
import type { TenantView } from './tenant/tenant-view.ts';
import { count, LONG, MIDDLE, SHORT, sumOf, sumUpTo } from './windows.ts';

const DAY_MS = 86_400_000;
const LIMIT = 16;
const EPHEMERAL = 49_152;

/** What `observe` found; `pushedOut` counts values that lost their place inside the window. */
export interface Novelty {
  readonly process: boolean;
  readonly pair: boolean;
  readonly user: boolean;
  readonly address: boolean;
  readonly code: boolean;
  readonly domain: boolean;
  readonly pushedOut: number;
}

/** Notes an event in its entity's windows: counts, sets and clock. The ring must hold the bucket. */
export function observe(
  windows: EntityWindows,
  event: EventCore,
  code: number,
  images: Images,
  bucket: number,
): Novelty {
  const novelty = meetAll(windows, event, code, images, bucket);
  count(windows, bucket, counterOf(event.class));
  if (event.outcome === 'failure') count(windows, bucket, FAILURES);
  if (scopeOf(event.dstIp) === 'external') count(windows, bucket, EXTERNALS);
  for (let i = newCount(novelty); i > 0; i--) count(windows, bucket, NOVELTIES);
  return novelty;
}

export interface Images {
  readonly image: Image;
  readonly parent: Image;
}

function meetAll(
  windows: EntityWindows,
  event: EventCore,
  codeHash: number,
  { image, parent }: Images,
  bucket: number,
): Novelty {
  let pushedOut = 0;
  const isNew = (set: number, hash: number): boolean => {
    const meeting = meet(windows, set, hash, bucket);
    if (meeting === 'newPushedOut' && set !== PORTS && set !== FILES) pushedOut++;
    return meeting !== 'known';
  };
  const hasParent = parent.bucket !== 'none';
  const hasProcess = image.bucket !== 'none';
  const process = hasProcess && isNew(PROCESSES, image.hash);
  const pair = hasProcess && hasParent && isNew(PAIRS, hashNumber(image.nameHash, parent.nameHash));
  const user = event.user !== '' && isNew(USERS, hashText(event.user));
  const address = event.dstIp !== '' && isNew(ADDRESSES, hashText(event.dstIp));
  const domain = event.domain !== '' && isNew(DOMAINS, hashText(event.domain));
  const code = isNew(CODES, codeHash);
  if (event.dstPort > 0) isNew(PORTS, hashNumber(event.dstPort));
  if (event.file !== '') isNew(FILES, hashText(event.file));
  return { process, pair, user, address, code, domain, pushedOut };
}

function newCount({ process, pair, user, address, code, domain }: Novelty): number {
  return +process + +pair + +user + +address + +code + +domain;
}

/** Counts of hits among the features. */
export interface HitFacts {
  readonly count: number;
  readonly severity: number;
}

/** Counts the hits of an event in its bucket. */
export function observeHits(windows: EntityWindows, bucket: number, hits: number): void {
  for (let i = Math.min(hits, LIMIT); i > 0; i--) count(windows, bucket, HITS);
}

export interface Moment {
  readonly event: EventCore;
  readonly images: Images;
  readonly bucket: number;
  readonly novelty: Novelty;
  readonly hits: HitFacts;
  readonly met: Met;
  readonly tenant: TenantView;
}

/** Writes the features in the order of FEATURES. `windows` has seen the event, but for its clock. */
export function writeVector(out: Float32Array, windows: EntityWindows, moment: Moment): void {
  sumUpTo(windows, moment.bucket);
  let at = writeEvent(out, 0, moment.event);
  at = writeTexts(out, at, moment);
  at = writeNovelty(out, at, moment.novelty);
  at = writeWindows(out, at, windows, moment);
  at = writeDistinct(out, at, windows);
  out[at++] = log(moment.hits.count);
  out[at++] = Math.min(5, moment.hits.severity) / 5;
  at = writeCodes(out, at, windows, moment.met, moment.tenant);
  if (at !== FEATURES.length) throw new Error(`${at} features written, ${FEATURES.length} named`);
}

function writeEvent(out: Float32Array, start: number, event: EventCore): number {
  let at = start;
  const angle = (2 * Math.PI * (Math.max(0, event.time) % DAY_MS)) / DAY_MS;
  const name = event.class;
  const source = scopeOf(event.srcIp);
  const target = scopeOf(event.dstIp);
  out[at++] = Math.sin(angle) || 0;
  out[at++] = Math.cos(angle) || 0;
  out[at++] = +(name === 'process');
  out[at++] = +(name === 'module' || name === 'driver');
  out[at++] = +(name === 'network' || name === 'dns' || name === 'http' || name === 'tls');
  out[at++] = +(name === 'auth' || name === 'account');
  out[at++] = +(name === 'file');
  out[at++] = +(name === 'registry');
  out[at++] = +(name === 'script');
  out[at++] = +(event.outcome === 'failure');
  out[at++] = +(source === 'internal');
  out[at++] = +(source === 'external');
  out[at++] = +(target === 'internal');
  out[at++] = +(target === 'external');
  out[at++] = +(event.dstPort > 0 && event.dstPort < 1024);
  out[at++] = +(event.dstPort >= EPHEMERAL);
  return at;
}

function writeTexts(out: Float32Array, start: number, { event, images: { image } }: Moment): number {
  let at = start;
  const command = profileOf(event.commandLine);
  const domain = profileOf(event.domain);
  const url = profileOf(event.url);
  out[at++] = image.profile.entropy;
  out[at++] = log(image.profile.length);
  out[at++] = image.profile.digitRatio;
  out[at++] = +image.isUserWritable;
  out[at++] = log(command.length);
  out[at++] = command.entropy;
  out[at++] = command.digitRatio;
  out[at++] = command.upperRatio;
  out[at++] = command.specialRatio;
  out[at++] = log(command.base64Run);
  out[at++] = log(domain.length);
  out[at++] = domain.entropy;
  out[at++] = domain.digitRatio;
  out[at++] = log(url.length);
  out[at++] = url.entropy;
  out[at++] = url.specialRatio;
  out[at++] = event.file === '' ? 0 : entropyOf(baseName(event.file));
  return at;
}

function writeNovelty(out: Float32Array, start: number, novelty: Novelty): number {
  let at = start;
  out[at++] = +novelty.process;
  out[at++] = +novelty.pair;
  out[at++] = +novelty.user;
  out[at++] = +novelty.address;
  out[at++] = +novelty.code;
  out[at++] = +novelty.domain;
  return at;
}

function writeWindows(out: Float32Array, start: number, windows: EntityWindows, { event }: Moment): number {
  let at = start;
  const last = windows.clock[LAST_TIME] as number;
  const own = counterOf(event.class);
  const all300 = allEvents(windows, LONG);
  const failures300 = sumOf(windows, FAILURES, LONG);
  out[at++] = log(windows.clock[EVENTS] as number);
  out[at++] = last === 0 ? 0 : log((event.time - last) / 1000);
  out[at++] = log(allEvents(windows, SHORT));
  out[at++] = log(allEvents(windows, MIDDLE));
  out[at++] = log(all300);
  out[at++] = log(sumOf(windows, own, SHORT));
  out[at++] = log(sumOf(windows, own, MIDDLE));
  out[at++] = log(sumOf(windows, own, LONG));
  // 1 at an even rate, 5 when all of the 300 s came within the last 60 s
  out[at++] = (5 * sumOf(windows, own, MIDDLE)) / Math.max(1, sumOf(windows, own, LONG));
  out[at++] = log(sumOf(windows, FAILURES, MIDDLE));
  out[at++] = log(failures300);
  out[at++] = failures300 / Math.max(1, all300);
  out[at++] = log(sumOf(windows, EXTERNALS, LONG));
  out[at++] = log(sumOf(windows, NOVELTIES, LONG));
  out[at++] = log(sumOf(windows, HITS, LONG));
  return at;
}

function writeDistinct(out: Float32Array, start: number, windows: EntityWindows): number {
  let at = start;
  out[at++] = log(distinct(windows, USERS));
  out[at++] = log(distinct(windows, PROCESSES));
  out[at++] = log(distinct(windows, ADDRESSES));
  out[at++] = log(distinct(windows, PORTS));
  out[at++] = log(distinct(windows, DOMAINS));
  out[at++] = log(distinct(windows, FILES));
  out[at++] = log(distinct(windows, CODES));
  return at;
}

function allEvents(windows: EntityWindows, window: number): number {
  let sum = 0;
  for (let counter = 0; counter < CLASS_COUNTERS; counter++) sum += sumOf(windows, counter, window);
  return sum;
}

/** ln(1 + x), 0 for what is negative or no number, at most 16. */
function log(value: number): number {
  return value > 0 ? Math.min(LIMIT, Math.log1p(value)) : 0;
}
