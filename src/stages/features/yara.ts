import { techniquesOf, weightOf } from '../../detectors/sigma/level.ts';
import { payloadsOf } from '../../detectors/yara/payloads.ts';
import type { Detection, TelemetryEvent } from '../../domain/contracts.gen.ts';
import type { YaraHit, YaraPort } from './ports.ts';

/** What YARA says of one event: each rule once; null where it could not look at all of it. */
export type YaraSaid = readonly Detection[] | null;

/** How YARA is called where it is left out. */
export const YARA = 'yara';

const NOTHING: YaraSaid = [];

export interface Scanning {
  readonly config: { readonly yaraDeadlineMs: number };
  readonly yara?: YaraPort;
}

/** Scans the texts of a batch together. What could not be scanned is left out; the other rules go on. */
export async function scanEvents(
  events: readonly TelemetryEvent[],
  { yara, config }: Scanning,
): Promise<readonly YaraSaid[]> {
  if (yara === undefined) return events.map(() => NOTHING);
  const payloads = events.map(payloadsOf);
  const answer = await yara.scan(payloads.flat(), config.yaraDeadlineMs);
  if (!answer.ok) return payloads.map((texts) => (texts.length > 0 ? null : NOTHING));
  let at = 0;
  return payloads.map((texts) => {
    const hits = answer.hits.slice(at, at + texts.length);
    at += texts.length;
    return saidOf(hits);
  });
}

function saidOf(hits: readonly (readonly YaraHit[] | null)[]): YaraSaid {
  const found = new Map<string, Detection>();
  for (const one of hits) {
    if (one === null) return null;
    for (const hit of one) found.set(`${hit.file}:${hit.rule}`, yaraDetection(hit));
  }
  return found.size === 0 ? NOTHING : [...found.values()];
}

/** A match in the shape that every rule has; meta says what a Sigma rule has in fields of its own. */
function yaraDetection({ rule, meta, strings }: YaraHit): Detection {
  const { severity, probability } = weightOf(meta.severity ?? '');
  return {
    ...{ id: `${YARA}:${rule}`, version: meta.version ?? '1', kind: 'rule', title: meta.description ?? rule },
    ...{ raw: 1, probability, severity, author: meta.author ?? '' },
    techniques: techniquesOf([`attack.${meta.technique ?? ''}`]),
    references: meta.reference === undefined ? [] : [meta.reference],
    facts: [{ name: 'strings', value: strings.join(', '), contribution: probability, expected: '' }],
  };
}
