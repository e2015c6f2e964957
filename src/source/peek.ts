/** What a source reads off a line without parsing it: enough to order lines and to send a host's lines to one partition. */
export interface Peek {
  /** Epoch ms, null when there is none to be seen. */
  readonly time: number | null;
  /** Lower case, empty when none is named. */
  readonly host: string;
}

const LOOK_BYTES = 2048;
const JSON_TIME =
  /"(?:ts|@timestamp|timestamp|timestamp_ms|time|eventTime|TimeCreated|UtcTime|EventTime|SystemTime)"\s*:\s*(?:"([^"]{10,40})"|(\d{9,16}(?:\.\d{1,9})?))/;
const ANY_ISO = /\b(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)/;
const AUDIT = /audit\((\d{9,11}\.\d{1,3}):/;
const HOST = /"(?:host|hostname|Hostname|Computer|computer_name|host_name)"\s*:\s*"([^"\\]{1,255})"/;
const ZONED = /(?:Z|[+-]\d\d:?\d\d)$/;
/** Seconds stand below the first, milliseconds below the second, microseconds above. */
const SECONDS_LIMIT = 1e11;
const MILLISECONDS_LIMIT = 1e14;
/** The year 2100. What lies beyond is no time, and far beyond no date at all. */
const LATEST = 4_102_444_800_000;

/** Linear in the first 2 KB of the line. */
export function peek(bytes: Uint8Array): Peek {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LOOK_BYTES)).toString('latin1');
  return { time: timeIn(text), host: HOST.exec(text)?.[1]?.toLowerCase() ?? '' };
}

function timeIn(text: string): number | null {
  const json = JSON_TIME.exec(text);
  if (json?.[2]) return epochMs(Number(json[2]));
  const iso = json?.[1] ?? ANY_ISO.exec(text)?.[1];
  if (iso) return isoMs(iso);
  const audit = AUDIT.exec(text)?.[1];
  return audit ? epochMs(Number(audit)) : null;
}

function epochMs(number: number): number | null {
  const inMs = number < SECONDS_LIMIT ? 1000 : number < MILLISECONDS_LIMIT ? 1 : 0.001;
  return believed(Math.round(number * inMs));
}

const believed = (time: number): number | null => (time < LATEST ? time : null);

function isoMs(text: string): number | null {
  const iso = text.replace(' ', 'T').replace(',', '.');
  const time = Date.parse(ZONED.test(iso) ? iso : `${iso}Z`);
  return believed(time);
}
