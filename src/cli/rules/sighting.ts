import type { Fields, LogSources } from '../../detectors/sigma/rule.ts';
import type { Line } from '../../source/lines.ts';

/** What a line of telemetry is to rules. */
export type Sighting =
  | {
      readonly kind: 'event';
      readonly sources: LogSources;
      readonly fields: Fields;
      /** What a match calls the event. */
      readonly named: Readonly<Record<string, string | number>>;
    }
  /** A line that describes others. */
  | { readonly kind: 'head' }
  | { readonly kind: 'unread'; readonly why: string };

export type ReadLine = (line: Line) => Sighting;
