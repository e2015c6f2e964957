import { type Adwin, adwin, adwinChanged } from '../detectors/drift/adwin.ts';
import { PAGE_HINKLEY, type PageHinkley, pageHinkley, pageHinkleyChanged } from '../detectors/drift/page-hinkley.ts';
import type { Blamed } from './verdicts.ts';

/** The share of false alarms in a stream of verdicts has moved. Of which alerts: no name is all of them. */
export interface VerdictShift extends Blamed {
  /** Which detector saw it first. */
  readonly by: 'adwin' | 'page-hinkley';
  /** Verdicts since the shift before, or the first. */
  readonly verdicts: number;
  /** Share of false alarms among the last of them, 0..1. */
  readonly share: number;
  /** Share among those before. */
  readonly shareBefore: number;
  /** Epoch ms of the verdict that told it. */
  readonly at: number;
}

export interface VerdictDrift {
  /** A verdict on an alert of a tenant that names these versions, each verdict once. */
  judged(verdict: JudgedAlert): void;
  /** The newest shift of each stream that was told by a verdict after that time. */
  shiftsSince(time: number): readonly VerdictShift[];
}

export interface JudgedAlert {
  readonly tenant: string;
  readonly versions: readonly Blamed[];
  readonly isFalse: boolean;
  /** Epoch ms. */
  readonly at: number;
}

/** The newest streams; one takes a few hundred numbers. */
const MOST_STREAMS = 1_000;
const LAST = 32;
/** What is judged is an alert, whatever models it names. */
const ALL = { name: '', version: '' };
// Verdicts are 0 or 1, and few: river's own bounds are for thousands of values
const BOUNDS = { ...PAGE_HINKLEY, delta: 0.1, threshold: 15 };

interface Stream {
  readonly adwin: Adwin;
  readonly pageHinkley: PageHinkley;
  verdicts: number;
  falseOnes: number;
  last: readonly number[];
  /** Null: none yet. */
  shift: VerdictShift | null;
}

/** Follows the share of false alarms of each version and of all alerts, over all tenants and in each. */
export function openVerdictDrift(): VerdictDrift {
  const streams = new Map<string, Stream>();

  function feed(of: Blamed, { isFalse, at }: JudgedAlert): void {
    const key = JSON.stringify([of.tenant, of.name, of.version]);
    const stream = streams.get(key) ?? fresh(null);
    const by = shiftSeen(stream, Number(isFalse));
    streams.delete(key);
    streams.set(key, by === null ? stream : fresh({ ...of, by, at, ...sharesOf(stream) }));
    const [oldest] = streams.keys();
    if (streams.size > MOST_STREAMS && oldest !== undefined) streams.delete(oldest);
  }

  return {
    judged(verdict) {
      const { tenant, versions } = verdict;
      for (const { name, version } of [...versions, ALL])
        for (const whose of new Set(['', tenant])) feed({ tenant: whose, name, version }, verdict);
    },
    shiftsSince: (time) =>
      [...streams.values()].flatMap(({ shift }) => (shift !== null && shift.at > time ? [shift] : [])),
  };
}

const fresh = (shift: VerdictShift | null): Stream => ({
  ...{ adwin: adwin(), pageHinkley: pageHinkley(), verdicts: 0, falseOnes: 0, last: [] },
  shift,
});

/** Takes a verdict into a stream; both detectors see each. */
function shiftSeen(stream: Stream, value: number): VerdictShift['by'] | null {
  stream.verdicts += 1;
  stream.falseOnes += value;
  stream.last = [...stream.last, value].slice(-LAST);
  const cut = adwinChanged(stream.adwin, value);
  const moved = pageHinkleyChanged(stream.pageHinkley, value, BOUNDS);
  if (cut) return 'adwin';
  return moved ? 'page-hinkley' : null;
}

function sharesOf({ verdicts, falseOnes, last }: Stream): Pick<VerdictShift, 'verdicts' | 'share' | 'shareBefore'> {
  const lately = last.reduce((sum, one) => sum + one, 0);
  const before = Math.max(1, verdicts - last.length);
  return { verdicts, share: lately / last.length, shareBefore: (falseOnes - lately) / before };
}
