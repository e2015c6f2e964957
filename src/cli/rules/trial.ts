import { SigmaEngine } from '../../detectors/sigma/engine.ts';
import type { RuleFile } from '../../detectors/sigma/load.ts';
import { Refusal } from '../../detectors/sigma/refusal.ts';
import type { Fault, Rule } from '../../detectors/sigma/rule.ts';
import { parseTrees } from '../../detectors/sigma/tree.ts';
import { type Expectations, type ExpectedEvent, expectationsOf } from './expectations.ts';
import { testOf } from './rule-files.ts';

/** What came of the tests of rules: each failure names its place in the test file. */
export interface Trial {
  readonly expectations: number;
  readonly failures: readonly Fault[];
}

/** Holds rules against their tests. A rule without a test is a failure too. */
export function trialOf(rules: readonly Rule[], tests: readonly RuleFile[]): Trial {
  const trial = new RunningTrial(rules);
  for (const test of tests) trial.run(test);
  return trial.end();
}

class RunningTrial {
  readonly #rules: readonly Rule[];
  readonly #tested = new Set<Rule>();
  readonly #failures: Fault[] = [];
  #expectations = 0;

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  run({ name, text }: RuleFile): void {
    const { trees, refusals, spotOf } = parseTrees(text);
    const fail = (error: unknown, rule = '') => {
      const { at, feature, message } = Refusal.of(error);
      this.#failures.push({ file: name, ...spotOf(at), rule, feature, message });
    };
    for (const refusal of refusals) fail(refusal);
    for (const tree of trees) {
      try {
        this.#hold(expectationsOf(tree), name, fail);
      } catch (error) {
        fail(error);
      }
    }
  }

  #hold(expected: Expectations, file: string, fail: (error: Refusal, rule: string) => void): void {
    const rule = this.#ruleOf(expected, file);
    this.#tested.add(rule);
    const engine = new SigmaEngine([rule]);
    for (const event of expected.events) {
      this.#expectations += 1;
      const isMatch = engine.match([{ ...rule.logSource }], event.fields).length > 0;
      if (isMatch !== event.isMatch) fail(disappointment(event), rule.id);
    }
  }

  #ruleOf({ at, rule: wanted }: Expectations, file: string): Rule {
    const beside = this.#rules.filter((rule) => testOf(rule.file) === file);
    const found = beside.filter(({ id, name, title }) => wanted === '' || [id, name, title].includes(wanted));
    if (found.length === 1 && found[0]) return found[0];
    if (beside.length === 0) throw new Refusal(at, 'test', 'no rule was loaded from the file that it stands beside');
    throw new Refusal(at, 'test', found.length > 1 ? 'say which rule: rule: ID' : `there is no rule ${wanted}`);
  }

  end(): Trial {
    const untested = this.#rules.filter((rule) => !this.#tested.has(rule));
    const missing = untested.map(({ file, id }) => fault(file, id, `it has no test: write ${testOf(file)}`));
    return { expectations: this.#expectations, failures: [...this.#failures, ...missing] };
  }
}

const fault = (file: string, rule: string, message: string): Fault => ({
  ...{ file, line: 1, column: 1, rule },
  ...{ feature: 'test', message },
});

const disappointment = ({ at, number, isMatch }: ExpectedEvent): Refusal =>
  isMatch
    ? new Refusal(at, 'match', `event ${number} should match and does not`)
    : new Refusal(at, 'noMatch', `event ${number} should not match and does`);
