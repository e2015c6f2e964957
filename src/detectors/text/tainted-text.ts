import type { EventCore, TelemetryEvent } from '../../domain/contracts.gen.ts';

/** Copies of core fields under the source's names, and fields of addresses and modules that hold no words. Paths of programs are left out: whoever words one words the command line that starts it. */
const COPIES: ReadonlySet<string> = new Set(
  `process parent Image SourceImage TargetImage ParentImage ParentCommandLine CommandLine ImageLoaded TargetFilename
  TargetObject NewProcessName ParentProcessName ProcessName CallTrace QueryName query server_name PipeName
  OriginalFileName Company Product FileVersion Signature Description c-uri cs-uri-stem cs-uri-query c-useragent
  uri`.split(/\s+/),
);

/** A script is looked at once, as the event's command line. */
const SCRIPT_COPIES: ReadonlySet<string> = new Set(['ScriptBlockText', 'Payload', 'ContextInfo', 'Data']);

/** The text of a tainted field; empty where another field holds the same text, or none is there. */
export function taintedText({ event, fields }: TelemetryEvent, name: string): string {
  if (COPIES.has(name) || (event.class === 'script' && SCRIPT_COPIES.has(name))) return '';
  return fields[name] ?? coreText(event, name);
}

function coreText(event: EventCore, name: string): string {
  const value = CORE.has(name) ? event[name as keyof EventCore] : '';
  return typeof value === 'string' ? value : '';
}
const CORE: ReadonlySet<string> = new Set([
  'user',
  'process',
  'parent',
  'commandLine',
  'file',
  'domain',
  'url',
  'host',
]);
