import type { RawTelemetry } from '../../domain/topic.ts';
import { boundedJson } from './bounded-json.ts';
import type { Refusal } from './dead-letter-reasons.ts';
import { withAddresses, withFacts, withFields } from './document.ts';
import { carrierOf, isEnvelope, NO_ENVELOPE, type Opened, openEnvelope, openShipped, writerOf } from './envelope.ts';
import { boundFields, noLists } from './fields.ts';
import type { Candidate, Envelope, Format, Mapped } from './format.ts';
import { mapInput } from './formats/avro-event.ts';
import { FORMATS } from './formats/index.ts';
import { fieldNames, rowOf } from './formats/zeek/tsv.ts';
import { isBinary, readText } from './read-text.ts';
import { part } from './read-value.ts';

export type Recognition =
  | { readonly kind: 'mapped'; readonly mapped: Mapped; readonly format: string; readonly flags: readonly Flag[] }
  | { readonly kind: 'drop'; readonly reason: 'format_header' }
  | { readonly kind: 'deadLetter'; readonly reason: Refusal };

export type Flag = 'utf8_replaced' | 'truncated' | 'json_broken';
type RawBytes = Extract<RawTelemetry, { kind: 'bytes' }>;

/** 1 MiB: no format here needs more for one event. */
const MAX_BYTES = 1_048_576;
const MAX_OPENINGS = 2;

/** Tells the format by header or hint, else by looking, opens envelopes and maps the event. Never throws, whatever the bytes. */
export function recognise(raw: RawTelemetry, reference: number): Recognition {
  if (raw.kind === 'event') return mapped(mapInput(raw.event), 'event', []);
  if (raw.bytes.length === 0) return refuse('value_empty');
  if (raw.bytes.length > MAX_BYTES) return refuse('too_large');
  const { text, replaced } = readText(raw.bytes);
  const parsed = boundedJson(text);
  if (parsed.kind === 'refused') return refuse(parsed.reason);
  const hint = (raw.headers.format ?? '').toLowerCase();
  const json = parsed.kind === 'object' ? parsed.value : tableRow(raw, text, hint);
  return settle({ text, json, hint, envelope: NO_ENVELOPE, reference }, replaced ? ['utf8_replaced'] : []);
}

/** Opens what says that it is an envelope, and a document that may be one and that no format knows. */
function settle(outer: Candidate, flags: readonly Flag[], openings = MAX_OPENINGS): Recognition {
  const named = isEnvelope(outer);
  const carrier = named ? '' : carrierOf(outer);
  if (openings === 0 || !(named || (carrier !== '' && isUntold(outer)))) return read(outer, flags);
  const opened: Opened = carrier === 'message' ? openShipped(outer) : openEnvelope(outer);
  if ('refused' in opened) return refuse(opened.refused);
  const { candidate } = opened;
  const inner = settle(candidate, flags, openings - 1);
  return named ? inner : withDocument({ ...outer, envelope: candidate.envelope }, carrier, inner, flags);
}

/** No format knows the document, or ECS does and tells no more of it than that syslog brought it. */
function isUntold(outer: Candidate): boolean {
  const format = claim(outer);
  if (format === undefined || GENERIC.has(format.name)) return true;
  const json = outer.json ?? {};
  const category = json['event.category'] ?? part(json, 'event').category;
  return format.name === 'ecs' && category === undefined && writerOf(json) !== null;
}
const GENERIC: ReadonlySet<string> = new Set(['json', 'plain']);

/**
 * The event inside with the document's own fields; where what is inside proves to be no event, the document itself
 * is the event. Plain text proves nothing, unless the producer calls it so.
 */
function withDocument(document: Candidate, carrier: string, inner: Recognition, flags: readonly Flag[]): Recognition {
  if (inner.kind === 'drop') return inner;
  if (inner.kind === 'deadLetter') return NOTHING_INSIDE.has(inner.reason) ? read(document, flags) : inner;
  const tellsLittle = GENERIC.has(inner.format) || document.envelope.writer;
  const own = tellsLittle ? read(document, inner.flags) : inner;
  if (own.kind !== 'mapped') return own;
  if (inner.format === 'plain' && own.format !== 'plain')
    return { ...own, mapped: withAddresses(own.mapped, inner.mapped) };
  const { [carrier]: _, ...others } = document.json ?? {};
  const { event, cut } = withFields(withFacts(inner.mapped, own.mapped), others);
  return mapped(event, inner.format, cut ? flagged(inner.flags, 'truncated') : inner.flags);
}
const NOTHING_INSIDE: ReadonlySet<Refusal> = new Set(['value_empty', 'unknown_format']);

function read(candidate: Candidate, flags: readonly Flag[]): Recognition {
  if (candidate.json === null) {
    if (candidate.text.trim() === '') return refuse('value_empty');
    if (isBinary(candidate.text)) return refuse('unknown_format');
    if (TABLE_HEADER.test(candidate.text)) return { kind: 'drop', reason: 'format_header' };
  }
  return mapAsHinted(candidate, flags) ?? mapAsFound(candidate, flags);
}

/** A line need not look like the format that its producer names, so the named one is tried without a look. */
function mapAsHinted(candidate: Candidate, flags: readonly Flag[]): Recognition | null {
  const format = candidate.json === null ? BY_HINT.get(candidate.hint)?.[0] : undefined;
  const event = format?.map(candidate);
  return format && event ? found(candidate, format.name, event, flags) : null;
}

function mapAsFound(candidate: Candidate, flags: readonly Flag[]): Recognition {
  const format = claim(candidate);
  if (!format) return refuse('unknown_format');
  const event = format.map(candidate);
  if (!event) return refuse(`malformed_${format.name}`);
  return found(candidate, format.name, event, flags);
}

function found(candidate: Candidate, format: string, event: Mapped, flags: readonly Flag[]): Recognition {
  const broken = format === 'plain' && candidate.json === null && BEGUN_OBJECT.test(candidate.text);
  return mapped(completed(event, candidate.envelope), format, broken ? flagged(flags, 'json_broken') : flags);
}

/** Read as plain text it is an object that was cut off, or that no JSON reader takes. */
const BEGUN_OBJECT = /^\s{0,100}\{\s{0,100}"/;

/** What the event does not say the shipper may have said. A sensor's host is no host of the event. */
function completed(event: Mapped, envelope: Envelope): Mapped {
  if (envelope === NO_ENVELOPE) return event;
  const { id, time, user } = envelope;
  const host = event.host || (event.observer ? '' : envelope.host);
  return { ...event, id: event.id || id, time: event.time ?? time, host, user: event.user || user };
}

/** Lines of a Zeek file that describe it. */
const TABLE_HEADER = /^#(?:separator|set_separator|empty_field|unset_field|path|open|close|fields|types)[ \t]/;

/** A TSV row whose columns the producer sends beside it. */
function tableRow({ headers }: RawBytes, text: string, hint: string): Candidate['json'] {
  const names = headers['zeek-fields'];
  if (names === undefined || text.startsWith('#')) return null;
  return rowOf(text, hint, fieldNames(names))?.record ?? null;
}

const BY_HINT: ReadonlyMap<string, readonly Format[]> = new Map(
  FORMATS.flatMap(({ name, hints }) => [name, ...hints]).map((hint) => [
    hint,
    FORMATS.filter(({ name, hints }) => name === hint || hints.includes(hint)),
  ]),
);

const claim = (candidate: Candidate): Format | undefined =>
  BY_HINT.get(candidate.hint)?.find((format) => format.recognises(candidate)) ??
  FORMATS.find((format) => format.recognises(candidate));

const flagged = (flags: readonly Flag[], flag: Flag): readonly Flag[] =>
  flags.includes(flag) ? flags : [...flags, flag];

/** Of the names that a format calls tainted, those that are left; a cut event has lost some. */
function mapped(event: Mapped, format: string, flags: readonly Flag[]): Recognition {
  const { fields, lists = noLists() } = event;
  if (!boundFields({ fields, lists })) return { kind: 'mapped', mapped: event, format, flags };
  const tainted = event.tainted.filter((name) => CORE_NAMES.has(name) || fields[name] !== undefined);
  return { kind: 'mapped', mapped: { ...event, tainted }, format, flags: flagged(flags, 'truncated') };
}
const CORE_NAMES: ReadonlySet<string> = new Set([
  ...['action', 'host', 'user', 'process', 'parent', 'commandLine', 'srcIp', 'dstIp', 'file', 'domain', 'url', 'hash'],
  'code',
]);

const refuse = (reason: Refusal): Recognition => ({ kind: 'deadLetter', reason });
