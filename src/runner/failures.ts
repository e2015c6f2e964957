const SOURCE_LIMIT = 20;
const QUARANTINE_AFTER = 5;

/**
 * Tells a hostile sender from a bad deploy. Many failures of one source: the source is quarantined, so that one
 * sender cannot stop detection. Failures of many sources: the program is at fault and must not dead-letter a topic.
 */
export class Failures {
  private readonly bySource = new Map<string, number>();

  isQuarantined(source: string): boolean {
    return (this.bySource.get(source) ?? 0) >= QUARANTINE_AFTER;
  }

  /** Notes one more failure; true when too many sources fail to go on. */
  isBroken(source: string): boolean {
    this.bySource.set(source, (this.bySource.get(source) ?? 0) + 1);
    return this.bySource.size > SOURCE_LIMIT;
  }
}
