import type { Logger, Metrics } from '../../ports.ts';
import { guiltyRule, without } from './guilty-rule.ts';
import type { YaraRuleText } from './messages.ts';
import { probe } from './probe.ts';

export interface QuarantineOptions {
  readonly rules: readonly YaraRuleText[];
  readonly script: URL;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** How long rules may take over one text before they count as hung. Default 2,000. */
  readonly hangMs?: number;
  /** Told the rules that are left. */
  readonly use: (rules: readonly YaraRuleText[]) => void;
}

export interface Quarantine {
  /** Looks for the rules at which the text kills workers and switches them off; one text at a time, others are passed over. */
  investigate(text: string): Promise<void>;
  quarantined(): readonly string[];
  /** Waits for the probe at hand. */
  close(): Promise<void>;
}

/** Rules that one text may switch off. */
const MOST_GUILTY = 8;

/** Finds the rules that hang or kill their workers, in the background, and switches them off. */
export function quarantine({
  script,
  metrics,
  logger,
  hangMs = 2_000,
  use,
  ...options
}: QuarantineOptions): Quarantine {
  let { rules } = options;
  const guilty: string[] = [];
  let atWork: Promise<void> | null = null;
  let isOpen = true;
  const told = () => metrics.gauge('vedette_yara_quarantined_rules', {}, guilty.length);
  const survives = async (some: readonly YaraRuleText[], text: string) =>
    !isOpen || (await probe(script, some, text, hangMs)).kind !== 'killed';

  async function hunt(text: string): Promise<void> {
    for (let round = 0; round < MOST_GUILTY && !(await survives(rules, text)); round++) {
      const rule = await guiltyRule(rules, text, survives);
      if (rule === null) return;
      rules = without(rule, rules);
      guilty.push(`${rule.file}:${rule.name}`);
      told();
      logger.error({ rule: rule.name, file: rule.file }, 'YARA rule switched off: twice its worker hung or died of it');
      use(rules);
    }
  }

  told();
  return {
    async investigate(text) {
      if (atWork !== null || !isOpen) return;
      atWork = hunt(text).finally(() => {
        atWork = null;
      });
      await atWork;
    },
    quarantined: () => guilty,
    async close() {
      isOpen = false;
      await atWork;
    },
  };
}
