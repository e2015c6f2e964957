import { boundedJson, isObject, type JsonRefusal } from './bounded-json.ts';
import type { Candidate, Envelope, Writer } from './format.ts';
import { parseTime } from './parse-time.ts';
import { firstText, part, text } from './read-value.ts';

type Json = Readonly<Record<string, unknown>>;

export type Opened = { readonly candidate: Candidate } | { readonly refused: JsonRefusal };

export const NO_ENVELOPE: Envelope = Object.freeze({ id: '', time: null, host: '', user: '', file: '' });

/** `{id, ts, host, format, event | raw}`: says itself what it carries. */
export const isEnvelope = ({ json }: Candidate): boolean =>
  json !== null && typeof json.format === 'string' && (isObject(json.event) || typeof json.raw === 'string');

/**
 * The key under which a document may carry an event of its own: what Filebeat, Vector and their like put around a
 * line that they did not understand, or an envelope that does not name the format. Programs that log JSON write
 * the same keys, so what is inside must prove to be an event. '' where there is none.
 */
export function carrierOf({ json }: Candidate): '' | 'message' | 'event' | 'raw' {
  if (json === null) return '';
  if (typeof json.message === 'string') return TRACES.some((name) => json[name] !== undefined) ? 'message' : '';
  if (json.ts === undefined || typeof json.id !== 'string' || typeof json.host !== 'string') return '';
  return isObject(json.event) ? 'event' : typeof json.raw === 'string' ? 'raw' : '';
}
const TRACES = ['@timestamp', '@metadata', 'source_type', 'agent', 'log', 'input', 'timestamp', 'host'];

/** The candidate inside of `{id, ts, host, event | raw}`. */
export function openEnvelope(outer: Candidate): Opened {
  const json = outer.json as Json;
  const hint = text(json.format).toLowerCase() || outer.hint;
  const envelope = {
    id: text(json.id),
    time: parseTime(json.ts),
    host: text(json.host),
    user: text(json.user),
    file: text(json.file),
  };
  if (isObject(json.event)) return { candidate: { ...outer, json: json.event, hint, envelope } };
  return inner(outer, text(json.raw), hint, envelope);
}

/** The candidate inside of a shipper's document. What the document does not say an envelope around it may have said. */
export function openShipped(outer: Candidate): Opened {
  const json = outer.json as Json;
  const { id, time, host, user, file } = outer.envelope;
  const named = isObject(json.host) ? firstText(json.host.hostname, json.host.name) : text(json.host);
  const envelope = {
    id,
    time: parseTime(json['@timestamp']) ?? parseTime(json.timestamp) ?? time,
    host: firstText(named, json.hostname, part(json, 'agent').hostname, host),
    user,
    file: firstText(part(part(json, 'log'), 'file').path, json.file, json.source, file),
    writer: writerOf(json),
  };
  return inner(outer, json.message as string, text(json.format).toLowerCase() || outer.hint, envelope);
}

/** Who wrote a message of syslog or of the journal, in the words of Vector, the journal itself, Fluent Bit and Filebeat. */
export function writerOf(json: Json): Writer | null {
  const journal = part(json, 'syslog');
  const syslog = part(part(json, 'log'), 'syslog');
  const app = firstText(json.appname, json.SYSLOG_IDENTIFIER, json.ident, journal.identifier, syslog.appname);
  if (app === '') return null;
  const facility = firstText(json.facility, json.SYSLOG_FACILITY, journal.facility, part(syslog, 'facility').code);
  return { app, facility, procId: firstText(json.procid, json._PID, json.pid, journal.pid, syslog.procid) };
}

function inner(outer: Candidate, message: string, hint: string, envelope: Envelope): Opened {
  const parsed = boundedJson(message);
  if (parsed.kind === 'refused') return { refused: parsed.reason };
  const json = parsed.kind === 'object' ? parsed.value : null;
  return { candidate: { text: message, json, hint, envelope, reference: outer.reference } };
}
