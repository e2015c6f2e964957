import type { Detection, FeatureRow, TelemetryEvent } from '../domain/contracts.gen.ts';
import { deriveBook, emptyMet, type Met, meetCode } from './code-book.ts';
import { packCodes } from './code-set.ts';
import { type EntityWindows, EVENTS, emptyWindows, HEAD, LAST_TIME, windowsOver } from './entity-windows.ts';
import { FEATURE_HASH, FEATURE_SET, FEATURES } from './feature-set.ts';
import { stepBursts } from './heuristics/bursts.ts';
import { examine, type IsOff } from './heuristics/index.ts';
import { sightingOf } from './heuristics/sighting.ts';
import { derive } from './recency.ts';
import { type TenantView, UNKNOWN_TENANT } from './tenant/tenant-view.ts';
import { textIdsOf } from './text/row-text.ts';
import { codeOf, pushToken, tokenBytes, tokenOf } from './tokens.ts';
import { observe, observeHits, writeVector } from './vector.ts';
import { bucketOf, isBehindRing, openBucket } from './windows.ts';

/** Vectors and tokens are written in one place and copied from there. */
const scratch = new Float32Array(FEATURES.length);
const scratchBytes = new Uint8Array(scratch.buffer);
const met = emptyMet();

/** A row and what it took. */
export interface Made {
  readonly row: FeatureRow;
  readonly windows: EntityWindows;
  readonly code: number;
  /** What the entity's book said of the code, until the next row is made. */
  readonly met: Met;
  /** Values and bursts that lost their place while still inside their window. */
  readonly pushedOut: number;
}

/**
 * Row of one event, given the windows of its entity, which are changed in place. An event older than the ring gets its
 * row from a copy, at the copy's present, and leaves the windows as they are.
 */
export function rowOf(
  telemetry: TelemetryEvent,
  known: EntityWindows | undefined,
  isOff: IsOff,
  tenant: TenantView = UNKNOWN_TENANT,
): Made {
  const windows = known ?? emptyWindows();
  const bucket = bucketOf(telemetry.event.time);
  const late = isBehindRing(windows, bucket);
  const given = { telemetry, isOff, tenant, late };
  if (!late) return make(given, windows, bucket);
  const copy = copyOf(windows);
  return { ...make(given, copy, copy.clock[HEAD] as number), windows, pushedOut: 0 };
}

function copyOf(windows: EntityWindows): EntityWindows {
  const copy = windowsOver(windows.buffer.slice(0));
  derive(copy);
  deriveBook(copy);
  return copy;
}

interface Given {
  readonly telemetry: TelemetryEvent;
  readonly isOff: IsOff;
  readonly tenant: TenantView;
  readonly late: boolean;
}

function make({ telemetry, isOff, tenant, late }: Given, windows: EntityWindows, bucket: number): Made {
  const { event, fields } = telemetry;
  const sighting = sightingOf(event, fields);
  openBucket(windows, bucket);
  const code = codeOf(event);
  const novelty = observe(windows, event, code, sighting, bucket);
  meetCode(windows, code, Math.max(0, event.time) || 0, met);
  const hits = examine(telemetry, sighting, isOff);
  // a late event belongs to a burst that is over, and would cross a threshold again and again on its copy
  const burstsPushedOut = late ? 0 : stepBursts({ windows, bucket, sighting }, isOff, hits);
  observeHits(windows, bucket, hits.length);
  const severity = highestSeverity(hits);
  const facts = { count: hits.length, severity };
  writeVector(scratch, windows, { event, images: sighting, bucket, novelty, hits: facts, met, tenant });
  pushToken(windows.sequence, tokenOf(event, sighting.image, code));
  windows.clock[EVENTS] = (windows.clock[EVENTS] as number) + 1;
  windows.clock[LAST_TIME] = Math.max(windows.clock[LAST_TIME] as number, event.time);
  return {
    row: {
      event,
      featureSet: FEATURE_SET,
      featureHash: FEATURE_HASH,
      vector: copied(scratchBytes),
      tokens: copied(tokenBytes(windows.sequence)),
      hits,
      late,
      steps: [],
      degraded: [],
      codes: copied(packCodes(windows, met.row, tenant.packed)),
      text: bytesOf(textIdsOf(telemetry)),
    },
    windows,
    code,
    met,
    pushedOut: novelty.pushedOut + burstsPushedOut + +met.pushedOut,
  };
}

/** Ids of a text in the machine's order, as tokens are. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Uint16Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function highestSeverity(hits: readonly Detection[]): number {
  let highest = 0;
  for (const { severity } of hits) if (severity > highest) highest = severity;
  return highest;
}

/** Many small arrays share a block: one of its own for each costs more than all the rest of a row. */
const BLOCK_SIZE = 65_536;
let block = new ArrayBuffer(BLOCK_SIZE);
let used = 0;

function copied(bytes: Uint8Array): Uint8Array {
  if (used + bytes.length > BLOCK_SIZE) {
    block = new ArrayBuffer(BLOCK_SIZE);
    used = 0;
  }
  const copy = new Uint8Array(block, used, bytes.length);
  copy.set(bytes);
  used += bytes.length;
  return copy;
}
