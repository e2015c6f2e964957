import type { EventClass, EventOutcome } from '../../domain/contracts.gen.ts';

/** What intake knows about one raw value before a format has claimed it. */
export interface Candidate {
  /** The whole value as text (UTF-8, replaced where invalid); of the inner message when an envelope was opened. */
  readonly text: string;
  /** The parsed and guarded JSON object; null when the value is not an object. */
  readonly json: Readonly<Record<string, unknown>> | null;
  /** Lower-cased format name from the header `format` or the envelope's `format`; '' when neither says. */
  readonly hint: string;
  readonly envelope: Envelope;
  /** Reference time, epoch ms (append time live, source watermark in replay), for timestamps without a year. */
  readonly reference: number;
}

/** What the shipper said; empty strings when it said nothing. */
export interface Envelope {
  readonly id: string;
  readonly time: number | null;
  readonly host: string;
  readonly user: string;
  readonly file: string;
  /** Set where the shipper has taken a syslog message apart. */
  readonly writer?: Writer | null;
}

/** What stood before a syslog message that the shipper has taken apart; empty strings for what is missing. */
export interface Writer {
  readonly app: string;
  /** Name or number. */
  readonly facility: string;
  readonly procId: string;
}

/** What a format makes of a candidate. Absent means empty. */
export interface Mapped {
  readonly time: number | null;
  readonly class: EventClass;
  readonly action?: string;
  readonly outcome?: EventOutcome;
  readonly id?: string;
  readonly host?: string;
  readonly observer?: string;
  readonly user?: string;
  readonly process?: string;
  readonly parent?: string;
  readonly commandLine?: string;
  readonly srcIp?: string;
  readonly srcPort?: number;
  readonly dstIp?: string;
  readonly dstPort?: number;
  readonly file?: string;
  readonly domain?: string;
  readonly url?: string;
  readonly hash?: string;
  readonly code?: string;
  readonly logsource: { readonly product: string; readonly category: string; readonly service: string };
  /** Original fields, flattened with dots, null prototype. */
  readonly fields: Record<string, string>;
  /** The members of those fields that are lists, null prototype. */
  readonly lists?: Record<string, string[]>;
  /** Core names or keys of fields that an attacker can write. */
  readonly tainted: readonly string[];
}

export interface Format {
  readonly name: string;
  readonly hints: readonly string[];
  /** Cheap test, no exceptions. */
  recognises(candidate: Candidate): boolean;
  /** null: recognised but malformed. */
  map(candidate: Candidate): Mapped | null;
}
