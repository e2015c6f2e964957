import { isLossBook, isOwner, type LossesByTenant } from './losses.ts';

/** What a control record says: how far one partition of the stage before is, and what was lost on the way there. */
export interface Control {
  readonly sender: string;
  /** Number of partitions that the sending stage reads: so many senders must be heard. */
  readonly senders: number;
  /** Event time, epoch ms; Infinity at the end of a replay. */
  readonly watermark: number;
  readonly losses: Readonly<Record<string, LossesByTenant>>;
}

export interface Heard {
  senders: number;
  readonly times: Record<string, number>;
}

export const CONTROL_HEADER = 'vedette-control';

export const controlText = (control: Control): string =>
  JSON.stringify({ ...control, watermark: finite(control.watermark) });

/** More partitions than any topic has: a sender that claims more would be waited for without end. */
const MAX_SENDERS = 100_000;

/** null where the text is no control record. All of it goes into the runner's record, so all of it is looked at. */
export function parseControl(text: string): Control | null {
  try {
    const { sender, senders, watermark, losses } = JSON.parse(text);
    const sound =
      isOwner(sender) &&
      Number.isInteger(senders) &&
      senders >= 1 &&
      senders <= MAX_SENDERS &&
      typeof watermark === 'number' &&
      isLossBook(losses);
    return sound ? { sender, senders, watermark: infinite(watermark), losses } : null;
  } catch {
    return null;
  }
}

/** Notes what a sender says and answers the minimum of all, -Infinity until every sender was heard. A sender never goes back. */
export function hear(heard: Heard, control: Control): number {
  heard.senders = Math.max(heard.senders, control.senders);
  heard.times[control.sender] = Math.max(heard.times[control.sender] ?? Number.NEGATIVE_INFINITY, control.watermark);
  const times = Object.values(heard.times);
  return times.length < heard.senders ? Number.NEGATIVE_INFINITY : Math.min(...times);
}

/** Who holds the watermark: senders that were never heard, and how far the slowest is behind the fastest. */
export function sendersOf({ senders, times }: Heard): { unheardSenders: number; senderSpreadMs: number } {
  const heard = Object.values(times);
  const spread = heard.length === 0 ? 0 : Math.max(...heard) - Math.min(...heard);
  // those that heard the end of a replay are no measure
  return { unheardSenders: senders - heard.length, senderSpreadMs: Number.isFinite(spread) ? spread : 0 };
}

/** JSON knows no infinity: the largest safe integers stand for it. */
export const finite = (time: number): number =>
  Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, time));

export function infinite(time: number): number {
  if (time >= Number.MAX_SAFE_INTEGER) return Number.POSITIVE_INFINITY;
  return time <= -Number.MAX_SAFE_INTEGER ? Number.NEGATIVE_INFINITY : time;
}
