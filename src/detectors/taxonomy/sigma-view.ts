/** What an event of our contract is to Sigma rules: its log sources, and its fields under the names that rules use. */
import type { TelemetryEvent } from '../../domain/contracts.gen.ts';
import type { Fields, LogSources } from '../sigma/rule.ts';
import { accessLog } from './access-log.ts';
import { cef } from './cef.ts';
import { ecar } from './ecar.ts';
import { ecs } from './ecs.ts';
import { FieldsDraft } from './fields-draft.ts';
import { firewall } from './firewall.ts';
import { linux } from './linux.ts';
import type { Taxonomy } from './names.ts';
import { ocsf } from './ocsf.ts';
import { suricata } from './suricata.ts';
import { asTold, cloudtrail, json, ownEvent } from './told.ts';
import { windows } from './windows.ts';
import { zeek } from './zeek.ts';

export class SigmaView {
  readonly sources: LogSources;
  readonly #draft: FieldsDraft;

  constructor(sources: LogSources, draft: FieldsDraft) {
    this.sources = sources;
    this.#draft = draft;
  }

  /** The event's own fields. */
  get told(): Fields {
    return this.#draft.told;
  }

  /** What lies beside them, or counts in their place. */
  get added(): Fields {
    return this.#draft.added;
  }

  /** Both together. */
  get fields(): Fields {
    return this.#draft.fields;
  }
}

/** By the name of the intake format. */
const TAXONOMIES: ReadonlyMap<string, Taxonomy> = new Map([
  ['windows', windows],
  ['zeek', zeek],
  ['suricata', suricata],
  ['cloudtrail', cloudtrail],
  ['web_access', accessLog],
  ['proxy_access', accessLog],
  ['syslog', linux],
  ['cisco_asa', firewall],
  ['cef', cef],
  ['ecar', ecar],
  ['ecs', ecs],
  ['ocsf', ocsf],
  ['json', json],
  ['event', ownEvent],
]);

/**
 * The event as rules see it. Never throws; adds at most MOST_ADDED fields. Where nothing is added the fields are those
 * of the event, not a copy; the log sources are shared between events.
 */
export function sigmaViewOf(telemetry: TelemetryEvent): SigmaView {
  const draft = new FieldsDraft(telemetry.fields, telemetry.lists);
  const taxonomy = TAXONOMIES.get(telemetry.event.format) ?? asTold;
  return new SigmaView(taxonomy(telemetry, draft), draft);
}
