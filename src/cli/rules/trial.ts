import type { Correlation } from '../../detectors/sigma/correlation/correlation.ts';
import { SigmaEngine } from '../../detectors/sigma/engine.ts';
import type { Loaded, RuleFile } from '../../detectors/sigma/load.ts';
import { Refusal } from '../../detectors/sigma/refusal.ts';
import type { Fault, Rule } from '../../detectors/sigma/rule.ts';
import { parseTrees } from '../../detectors/sigma/tree.ts';
import { type Expectations, type ExpectedEvent, expectationsOf } from './expectations.ts';
import { testOf } from './rule-files.ts';
import { SequenceTrial } from './sequence-trial.ts';

/** What came of the tests of rules: each failure names its place in the test file. */
export interface Trial {
  readonly expectations: number;
  readonly failures: readonly Fault[];
}

/**
 * Holds rules and correlations against their tests. One without a test is a failure too; what a correlation rests
 * on is tested by its sequences.
 */
export function trialOf(loaded: Loaded, tests: readonly RuleFile[]): Trial {
  const trial = new RunningTrial(loaded);
  for (const test of tests) trial.run(test);
  return trial.end();
}

type Fail = (error: unknown, rule?: string) => void;

class RunningTrial {
  readonly #loaded: Loaded;
  readonly #all: readonly (Rule | Correlation)[];
  readonly #tested = new Set<string>();
  readonly #failures: Fault[] = [];
  #expectations = 0;

  constructor(loaded: Loaded) {
    this.#loaded = loaded;
    this.#all = [...loaded.rules, ...loaded.correlations];
  }

  run({ name, text }: RuleFile): void {
    const { trees, refusals, spotOf } = parseTrees(text);
    const fail: Fail = (error, rule = '') => {
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

  #hold(expected: Expectations, file: string, fail: Fail): void {
    const one = this.#named(expected, file);
    this.#tested.add(one.id);
    this.#expectations += expected.events.length + expected.sequences.length;
    if ('logSource' in one) tryRule(one, expected, fail);
    else this.#tryCorrelation(one, expected, fail);
  }

  #tryCorrelation(correlation: Correlation, { at, events, sequences }: Expectations, fail: Fail): void {
    if (events.length > 0) throw new Refusal(at, 'test', 'a correlation takes sequences, not match and noMatch');
    const trial = new SequenceTrial(correlation, this.#loaded);
    for (const { id } of trial.correlations) this.#tested.add(id);
    for (const sequence of sequences) {
      const found = trial.disappointment(sequence, ({ id }) => this.#tested.add(id));
      if (found) fail(found, correlation.id);
    }
  }

  #named({ at, rule: wanted }: Expectations, file: string): Rule | Correlation {
    const beside = this.#all.filter((one) => testOf(one.file) === file);
    const found = beside.filter(({ id, name, title }) => wanted === '' || [id, name, title].includes(wanted));
    if (found.length === 1 && found[0]) return found[0];
    if (beside.length === 0) throw new Refusal(at, 'test', 'no rule was loaded from the file that it stands beside');
    const message = found.length > 1 ? 'say which rule: rule: ID' : `there is no rule ${wanted.slice(0, 80)}`;
    throw new Refusal(at, 'test', message);
  }

  end(): Trial {
    const untested = this.#all.filter(({ id }) => !this.#tested.has(id));
    const missing = untested.map(({ file, id }) => missingTest(file, id));
    return { expectations: this.#expectations, failures: [...this.#failures, ...missing] };
  }
}

function tryRule(rule: Rule, { at, events, sequences }: Expectations, fail: Fail): void {
  if (sequences.length > 0) throw new Refusal(at, 'test', 'a rule takes match and noMatch, not sequences');
  const engine = new SigmaEngine([rule]);
  for (const event of events) {
    const isMatch = engine.match([{ ...rule.logSource }], event.fields).length > 0;
    if (isMatch !== event.isMatch) fail(disappointment(event), rule.id);
  }
}

const missingTest = (file: string, rule: string): Fault => ({
  ...{ file, line: 1, column: 1, rule },
  ...{ feature: 'test', message: `it has no test: write ${testOf(file)}` },
});

const disappointment = ({ at, number, isMatch }: ExpectedEvent): Refusal =>
  isMatch
    ? new Refusal(at, 'match', `event ${number} should match and does not`)
    : new Refusal(at, 'noMatch', `event ${number} should not match and does`);
