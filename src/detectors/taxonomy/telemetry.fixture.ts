import { eventCore } from '../../../test/fixtures/event-core.ts';
import type { EventCore, TelemetryEvent } from '../../domain/contracts.gen.ts';

/** An event of which only this is known. */
export const telemetryOf = (
  event: Partial<EventCore>,
  fields: Readonly<Record<string, string>> = {},
  lists: Readonly<Record<string, readonly string[]>> = {},
): TelemetryEvent => ({ event: eventCore({ format: 'json', ...event }), fields, lists, tainted: [] });
