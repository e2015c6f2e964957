import { SigmaEngine } from './engine.ts';
import { loadRules } from './load.ts';
import { matches } from './oracle.fixture.ts';
import type { Fault, Fields, LogSources, Rule } from './rule.ts';

export const TEST_SOURCES: LogSources = [{ category: 'test' }];

/** A rule file of one rule with this detection. */
export const ruleText = (detection: string, more = ''): string =>
  `title: a rule\nlogsource:\n  category: test\n${more}detection:\n${detection.replace(/^/gm, '  ')}\n`;

/** Rules of one file. Throws where there are faults. */
export function rulesOf(text: string): readonly Rule[] {
  const { rules, faults } = loadRules([{ name: 'a.yml', text }]);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return rules;
}

export const faultsOf = (text: string): readonly Fault[] => loadRules([{ name: 'a.yml', text }]).faults;

/** What the engine and the oracle say of a detection, with documents that stand before it; throws where they differ. */
export function isMatch(detection: string, fields: Fields, before = ''): boolean {
  const rules = rulesOf(`${before}${ruleText(detection)}`);
  const found = new SigmaEngine(rules).match(TEST_SOURCES, fields).length > 0;
  const expected = rules.some((rule) => matches(rule, TEST_SOURCES, fields));
  if (found !== expected) throw new Error(`engine ${found}, oracle ${expected}`);
  return found;
}

/** A detection of one selection with one line. */
export const line = (text: string): string => `s:\n  ${text}\ncondition: s`;
