import type { Fields, LogSources } from '../../detectors/sigma/rule.ts';
import type { Line } from '../../source/lines.ts';

/** What a line of telemetry is to rules. */
export type Sighting =
  | {
      readonly kind: 'event';
      readonly sources: LogSources;
      readonly fields: Fields;
      /** What a match calls the event. */
      readonly named: Named;
      /** Epoch ms; null where the event does not say. */
      readonly time: number | null;
    }
  /** A line that describes others. */
  | { readonly kind: 'head' }
  | { readonly kind: 'unread'; readonly why: string };

/** By file and line, or by a number. */
export type Named = Readonly<Record<string, string | number>>;

export type ReadLine = (line: Line) => Sighting;
