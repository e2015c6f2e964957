import type { Logger, Metrics } from '../../ports.ts';
import { MOST_SCANNED, type YaraAnswer, type YaraHit, type YaraPort } from '../../stages/features/ports.ts';
import type { CompileFault, YaraRuleText } from './messages.ts';
import { probe } from './probe.ts';
import { quarantine } from './quarantine.ts';
import { rememberedHits } from './remembered-hits.ts';
import { workerPool } from './worker-pool.ts';

export interface YaraOptions {
  readonly rules: readonly YaraRuleText[];
  /** False for texts that no rule can match: these are answered here. */
  readonly mayMatch: (text: string) => boolean;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Threads that scan. Default 1. */
  readonly workers?: number;
  /** Scans after which a worker is replaced. Default 500: each leaves some 100 KB behind. */
  readonly recycleAfter?: number;
  /** How long a rule may take over one text by itself before it counts as hung. Default 2,000. */
  readonly hangMs?: number;
  /** The code of a worker; the tests put in workers that die. */
  readonly script?: URL;
}

export interface OpenedYara {
  readonly port: YaraPort;
  /** Rules that did not compile and are left out; null where no worker came up. */
  readonly faults: readonly CompileFault[] | null;
}

// Sources run as .ts, the build as .js; a URL in a string is not rewritten by the compiler
const SCRIPT = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
/** Texts that go to a worker in one message. */
const BATCH = 256;

/** Compiles rules in worker threads. What does not compile is told, and the rest serves. */
export async function openYara(options: YaraOptions): Promise<OpenedYara> {
  const { rules, metrics, workers = 1, recycleAfter = 500, script = SCRIPT } = options;
  const pool = workerPool({
    ...{ rules, script, recycleAfter, workers: rules.length === 0 ? 0 : workers },
    onKilled: (text) => void guard.investigate(text),
    onRestart: (cause) => metrics.count('vedette_yara_restarts_total', { cause }),
  });
  const remembered = rememberedHits();
  let sets = 0;
  const guard = quarantine({
    ...{ ...options, script },
    use(left) {
      pool.use(left);
      remembered.clear();
      sets += 1;
    },
  });
  const faults = rules.length === 0 ? [] : await pool.faults;

  async function scanAll(texts: readonly string[], deadlineMs: number): Promise<YaraAnswer> {
    const batches = Array.from({ length: Math.ceil(texts.length / BATCH) }, (_, index) =>
      pool.run(texts.slice(index * BATCH, (index + 1) * BATCH), deadlineMs),
    );
    const hits: (readonly YaraHit[])[] = [];
    for (const answer of await Promise.all(batches)) {
      if (!answer.ok) return answer;
      hits.push(...answer.hits);
    }
    return { ok: true, hits };
  }

  let isOpen = true;
  return {
    faults,
    port: {
      async scan(payloads, deadlineMs) {
        if (!isOpen) return { ok: false, reason: 'closed' };
        const suspects = payloads.filter(options.mayMatch);
        const found = new Map<string, readonly YaraHit[] | null | undefined>(
          suspects.map((text) => [text, remembered.of(text)]),
        );
        const unknown = [...found].flatMap(([text, hits]) => (hits === undefined ? [text] : []));
        const wanted = unknown.slice(0, MOST_SCANNED);
        for (const text of unknown.slice(MOST_SCANNED)) found.set(text, null);
        const before = sets;
        const answer = await scanAll(wanted, deadlineMs);
        const left = unknown.length - wanted.length;
        count(metrics, { all: payloads.length, suspects: suspects.length, scanned: wanted.length, left }, answer);
        if (!answer.ok) return answer;
        for (const [index, text] of wanted.entries()) {
          const hits = answer.hits[index] ?? [];
          // those of a rule that was switched off meanwhile are told once, and not remembered
          found.set(text, sets === before ? remembered.keep(text, hits) : hits);
        }
        return { ok: true, hits: payloads.map((text) => hitsOf(found.get(text))) };
      },
      quarantined: () => guard.quarantined(),
      async close() {
        isOpen = false;
        await Promise.all([pool.close(), guard.close()]);
      },
    },
  };
}

/** Nothing is found in what no rule can match. */
const hitsOf = (found: readonly YaraHit[] | null | undefined): readonly YaraHit[] | null =>
  found === undefined ? [] : found;

interface Counts {
  readonly all: number;
  /** That some rule may match. */
  readonly suspects: number;
  readonly scanned: number;
  /** For want of room. */
  readonly left: number;
}

function count(metrics: Metrics, { all, suspects, scanned, left }: Counts, answer: YaraAnswer): void {
  const outcome = answer.ok ? 'scanned' : answer.reason;
  const hits = answer.ok ? answer.hits.reduce((sum, some) => sum + (some?.length ?? 0), 0) : 0;
  const add = (name: string, labels: Readonly<Record<string, string>>, by: number) => {
    if (by > 0) metrics.count(name, labels, by);
  };
  add('vedette_yara_scans_total', { outcome }, 1);
  add('vedette_yara_payloads_total', { outcome: 'ruled_out' }, all - suspects);
  add('vedette_yara_payloads_total', { outcome: 'remembered' }, suspects - scanned - left);
  add('vedette_yara_payloads_total', { outcome: 'no_room' }, left);
  add('vedette_yara_payloads_total', { outcome }, scanned);
  add('vedette_yara_hits_total', {}, hits);
}

const CHECK_LIMIT_MS = 10_000;

/** What the compiler says against rules; null where it does not live through them. */
export async function compileFaults(rules: readonly YaraRuleText[]): Promise<readonly CompileFault[] | null> {
  const result = await probe(SCRIPT, rules, '', CHECK_LIMIT_MS);
  return result.kind === 'scanned' ? result.faults : null;
}
