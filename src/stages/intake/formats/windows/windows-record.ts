/** One Windows event, whatever shape it came in. */
export interface WindowsRecord {
  readonly time: unknown;
  readonly host: string;
  readonly channel: string;
  readonly provider: string;
  readonly eventId: number;
  /** '' where the shape does not carry it. */
  readonly recordId: string;
  /** Account or SID that the record itself names beside its data. */
  readonly user: string;
  /** Hexadecimal audit keywords, '' where absent. */
  readonly keywords: string;
  /** EventData or UserData by name. */
  readonly data: Readonly<Record<string, unknown>>;
}
