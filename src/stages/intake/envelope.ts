import { boundedJson, isObject, type JsonRefusal } from './bounded-json.ts';
import type { Candidate, Envelope } from './format.ts';
import { parseTime } from './parse-time.ts';
import { firstText, part, text } from './read-value.ts';

type Json = Readonly<Record<string, unknown>>;

export type Opened = { readonly candidate: Candidate } | { readonly refused: JsonRefusal };

export const NO_ENVELOPE: Envelope = Object.freeze({ id: '', time: null, host: '', user: '', file: '' });

/** `{id, ts, host, format, event | raw}`: says itself what it carries. */
export const isEnvelope = ({ json }: Candidate): boolean =>
  json !== null && typeof json.format === 'string' && (isObject(json.event) || typeof json.raw === 'string');

/** What Filebeat, Vector and their like put around a line that they did not understand. */
export const isShipped = ({ json }: Candidate): boolean =>
  json !== null && typeof json.message === 'string' && TRACES.some((name) => json[name] !== undefined);
const TRACES = ['@timestamp', '@metadata', 'source_type', 'agent', 'log', 'input', 'timestamp'];

/** The candidate inside of `{id, ts, host, format, event | raw}`. */
export function openEnvelope(outer: Candidate): Opened {
  const json = outer.json as Json;
  const hint = text(json.format).toLowerCase();
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

/** The candidate inside of a shipper's document. */
export function openShipped(outer: Candidate): Opened {
  const json = outer.json as Json;
  const host = isObject(json.host) ? firstText(json.host.hostname, json.host.name) : text(json.host);
  const envelope = {
    id: '',
    time: parseTime(json['@timestamp']) ?? parseTime(json.timestamp),
    host: host || text(part(json, 'agent').hostname),
    user: '',
    file: firstText(part(part(json, 'log'), 'file').path, json.file, json.source),
  };
  return inner(outer, json.message as string, text(json.format).toLowerCase() || outer.hint, envelope);
}

function inner(outer: Candidate, message: string, hint: string, envelope: Envelope): Opened {
  const parsed = boundedJson(message);
  if (parsed.kind === 'refused') return { refused: parsed.reason };
  const json = parsed.kind === 'object' ? parsed.value : null;
  return { candidate: { text: message, json, hint, envelope, reference: outer.reference } };
}
