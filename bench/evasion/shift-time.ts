import type { Row } from './row.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = MONTHS.join('|');

/** The same row so many milliseconds later, wherever it tells its time. */
export function later(row: Row, ms: number): Row {
  const moved = { ...row, ts: iso(row.ts, ms) };
  if (row.raw !== undefined) return { ...moved, raw: rawLater(row.raw, ms) };
  return { ...moved, event: eventLater(row.event ?? {}, ms) };
}

const iso = (text: string, ms: number): string => new Date(Date.parse(text) + ms).toISOString();

function eventLater(event: Readonly<Record<string, unknown>>, ms: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).map(([key, value]) => [key, valueLater(key, value, ms)]));
}

function valueLater(key: string, value: unknown, ms: number): unknown {
  if (key === 'ts' && typeof value === 'number') return Number((value + ms / 1000).toFixed(6));
  if (key === 'timestamp_ms' && typeof value === 'number') return value + Math.round(ms);
  if (key === 'TimeCreated') return iso(value as string, ms);
  if (key === 'UtcTime' && typeof value === 'string')
    return iso(`${value.replace(' ', 'T')}Z`, ms)
      .replace('T', ' ')
      .replace('Z', '');
  if (key === 'System' || key === 'EventData') return eventLater(value as Record<string, unknown>, ms);
  return value;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Access logs, syslog of both kinds, Snort and the comments of a shell history; the year is the scenario's. */
function rawLater(raw: string, ms: number): string {
  return raw
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/, (time) => iso(time, ms))
    .replace(
      new RegExp(`\\b(\\d\\d)/(${MONTH})/(\\d{4}):(\\d\\d:\\d\\d:\\d\\d) \\+0000`),
      (_, day, month, year, clock) => {
        const at = new Date(Date.parse(`${day} ${month} ${year} ${clock} UTC`) + ms);
        return `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${clockOf(at)} +0000`;
      },
    )
    .replace(new RegExp(`^(<\\d+>)(${MONTH}) +(\\d+) (\\d\\d:\\d\\d:\\d\\d)`), (_, head, month, day, clock) => {
      const at = new Date(Date.parse(`${day} ${month} 2024 ${clock} UTC`) + ms);
      return `${head}${MONTHS[at.getUTCMonth()]} ${two(at.getUTCDate())} ${clockOf(at)}`;
    })
    .replace(/^(\d\d)\/(\d\d)-(\d\d:\d\d:\d\d\.\d+)/, (_, month, day, clock) => {
      const at = new Date(Date.parse(`2024-${month}-${day}T${clock}Z`) + ms);
      return `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}-${at.toISOString().slice(11, 23)}`;
    })
    .replace(/^#(\d{10})$/m, (_, seconds) => `#${Number(seconds) + Math.round(ms / 1000)}`);
}

const clockOf = (at: Date): string => at.toISOString().slice(11, 19);
