import {
  MOST_SCANNED,
  type YaraAnswer,
  type YaraFailure,
  type YaraHit,
  type YaraPort,
} from '../stages/features/ports.ts';

/** A rule of the twin: literals of which all, or any, must stand in a text, and what it does to its worker then. */
export interface MemoryYaraRule extends Omit<YaraHit, 'strings'> {
  /** Literals by identifier; upper and lower case differ. */
  readonly strings: Readonly<Record<string, string>>;
  readonly needs: 'any' | 'all';
  /** Present: a text that it matches ends its worker so. */
  readonly kills?: Extract<YaraFailure, 'deadline_passed' | 'worker_died'>;
}

/** The YARA port without YARA: pure, deterministic, in this thread. A rule that kills is switched off with its second try. */
export function memoryYara(rules: readonly MemoryYaraRule[]): YaraPort {
  const guilty: MemoryYaraRule[] = [];
  let isOpen = true;

  function scan(payloads: readonly string[]): YaraAnswer {
    const left = rules.filter((rule) => !guilty.includes(rule));
    const killer = left.find((rule) => rule.kills && payloads.some((text) => foundIn(rule, text) !== null));
    if (killer?.kills === undefined)
      return { ok: true, hits: withRoom(payloads, (text) => left.flatMap((rule) => hitOf(rule, text))) };
    guilty.push(killer);
    return { ok: false, reason: killer.kills };
  }

  return {
    scan: async (payloads) => (isOpen ? scan(payloads) : { ok: false, reason: 'closed' }),
    quarantined: () => guilty.map(({ file, rule }) => `${file}:${rule}`),
    async close() {
      isOpen = false;
    },
  };
}

/** What is said of the texts, as long as there are not too many different ones of which something is. */
function withRoom(payloads: readonly string[], said: (text: string) => readonly YaraHit[]) {
  const found = new Set<string>();
  return payloads.map((text) => {
    const hits = said(text);
    if (hits.length > 0 && !found.has(text) && found.size >= MOST_SCANNED) return null;
    if (hits.length > 0) found.add(text);
    return hits;
  });
}

function hitOf(rule: MemoryYaraRule, text: string): readonly YaraHit[] {
  const strings = foundIn(rule, text);
  if (strings === null) return [];
  return [{ rule: rule.rule, file: rule.file, tags: rule.tags, meta: rule.meta, strings }];
}

/** Identifiers of the literals in the text; null where the rule does not match. */
function foundIn({ strings, needs }: MemoryYaraRule, text: string): readonly string[] | null {
  const found = Object.keys(strings).filter((id) => text.includes(strings[id] ?? ''));
  const isMatch = needs === 'any' ? found.length > 0 : found.length === Object.keys(strings).length;
  return isMatch ? found : null;
}
