import { eventCore } from '../../../test/fixtures/event-core.ts';
import type { EventClass, EventCore, TelemetryEvent } from '../../domain/contracts.gen.ts';

/** A heuristic, an event that it must match and a near miss. */
export type Case = readonly [id: string, hit: TelemetryEvent, miss: TelemetryEvent];

const NOTHING = eventCore({ tenant: 't', time: Date.UTC(2024, 4, 14, 12), host: 'ws1', user: 'CORP\\alice' });

/** An event of a class with some core facts and fields; what it bears in text fields is tainted. */
export function event(
  name: EventClass,
  action: string,
  core: Partial<EventCore> = {},
  fields: Readonly<Record<string, string>> = {},
): TelemetryEvent {
  const tainted = ['commandLine', 'url', 'user', 'file', 'domain', ...Object.keys(fields)];
  const own: Record<string, string> = Object.assign(Object.create(null), fields);
  return { event: { ...NOTHING, class: name, action, ...core }, fields: own, lists: {}, tainted };
}

/** A process that began with a command line. */
export function ran(commandLine: string, process = '', parent = ''): TelemetryEvent {
  const first = commandLine.startsWith('"') ? commandLine.split('"')[1] : commandLine.split(' ')[0];
  return event('process', 'create', { commandLine, process: process || (first ?? ''), parent });
}

/** A script block or a line of a shell history. */
export const script = (commandLine: string): TelemetryEvent => event('script', 'command', { commandLine });

/** A registry value that was set. */
export const set = (key: string, value: string): TelemetryEvent =>
  event('registry', 'set', { file: key }, { TargetObject: key, Details: value });

/** A file that something was done to. */
export const file = (action: string, path: string, process = 'C:\\Windows\\explorer.exe'): TelemetryEvent =>
  event('file', action, { file: path, process });

/** A successful call of CloudTrail. */
export const called = (
  name: string,
  parameters: Readonly<Record<string, string>> = {},
  core: Partial<EventCore> = {},
) =>
  event(
    'cloud',
    name.toLowerCase(),
    { product: 'aws', outcome: 'success', user: 'arn:aws:iam::1:user/bob', ...core },
    {
      eventName: name,
      ...Object.fromEntries(
        Object.entries(parameters).map(([key, value]) => [key.includes('.') ? key : `requestParameters.${key}`, value]),
      ),
    },
  );

/** A web request with its agent. */
export const asked = (url: string, agent = 'Mozilla/5.0 (X11; Linux x86_64)', status = '200'): TelemetryEvent =>
  event('http', 'get', { url, srcIp: '203.0.113.7', code: status }, { 'cs-user-agent': agent, 'sc-status': status });
