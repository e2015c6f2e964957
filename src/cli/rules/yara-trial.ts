import type { RuleFile } from '../../detectors/sigma/load.ts';
import { Refusal } from '../../detectors/sigma/refusal.ts';
import type { Fault } from '../../detectors/sigma/rule.ts';
import { entryOf, parseTrees, type Tree } from '../../detectors/sigma/tree.ts';
import type { YaraRule } from '../../detectors/yara/load.ts';
import { quietLogger, unmeasured } from '../../shell/quiet.ts';
import type { YaraPort } from '../../stages/features/ports.ts';
import { yaraTestFiles, yaraTestOf } from './rule-files.ts';
import { listOf, mapOf, nameOf } from './test-tree.ts';
import type { Trial } from './trial.ts';
import { checkedYara, openPrefiltered } from './yara.ts';

/** A rule that takes longer over one text has failed. */
const DEADLINE_MS = 10_000;

/** Holds YARA rules against their tests, and counts the rules. A fault is a failure, and so is a rule without a test. */
export async function yaraTrial(path: string): Promise<Trial & { readonly rules: number }> {
  const { rules, faults } = await checkedYara(path);
  const trial = new RunningTrial(rules.filter((rule) => rule.needs.length > 0));
  const { port } = await openPrefiltered(rules, { logger: quietLogger, metrics: unmeasured });
  try {
    for (const test of await yaraTestFiles(path)) await trial.run(test, port);
  } finally {
    await port.close();
  }
  const { expectations, failures } = trial.end();
  return { rules: rules.length, expectations, failures: [...faults, ...failures] };
}

type Fail = (error: unknown, rule?: string) => void;

class RunningTrial {
  readonly #rules: readonly YaraRule[];
  readonly #tested = new Set<YaraRule>();
  readonly #failures: Fault[] = [];
  #expectations = 0;

  constructor(rules: readonly YaraRule[]) {
    this.#rules = rules;
  }

  async run({ name: file, text }: RuleFile, port: YaraPort): Promise<void> {
    const { trees, refusals, spotOf } = parseTrees(text);
    const fail: Fail = (error, rule = '') => {
      const { at, feature, message } = Refusal.of(error);
      this.#failures.push({ file, ...spotOf(at), rule, feature, message });
    };
    for (const refusal of refusals) fail(refusal);
    for (const tree of trees) await this.#hold(tree, file, port, fail).catch(fail);
  }

  async #hold(tree: Tree, file: string, port: YaraPort, fail: Fail): Promise<void> {
    const map = mapOf(tree, ['rule', 'match', 'noMatch']);
    const rule = this.#named(map.at, nameOf(entryOf(map, 'rule')), file);
    if (!entryOf(map, 'match') && !entryOf(map, 'noMatch'))
      throw new Refusal(map.at, 'test', 'it expects nothing: write match and noMatch');
    this.#tested.add(rule);
    for (const key of ['match', 'noMatch'] as const) {
      for (const [index, text] of listOf(entryOf(map, key)).entries()) {
        this.#expectations += 1;
        const isMatch = await matches(rule, text, port);
        if (isMatch !== (key === 'match'))
          fail(new Refusal(text.at, key, disappointment(index + 1, isMatch)), rule.name);
      }
    }
  }

  #named(at: number, wanted: string, file: string): YaraRule {
    const beside = this.#rules.filter((rule) => yaraTestOf(rule.file) === file);
    const found = beside.filter(({ name }) => wanted === '' || name === wanted);
    if (found.length === 1 && found[0]) return found[0];
    if (beside.length === 0) throw new Refusal(at, 'test', 'no rule was loaded from the file that it stands beside');
    const message = found.length > 1 ? 'say which rule: rule: NAME' : `there is no rule ${wanted.slice(0, 80)}`;
    throw new Refusal(at, 'test', message);
  }

  end(): Trial {
    const untested = this.#rules.filter((rule) => !this.#tested.has(rule));
    const missing = untested.map(({ file, line, column, name }) => ({
      ...{ file, line, column, rule: name },
      ...{ feature: 'test', message: `it has no test: write ${yaraTestOf(file)}` },
    }));
    return { expectations: this.#expectations, failures: [...this.#failures, ...missing] };
  }
}

async function matches({ file, name }: YaraRule, tree: Tree, port: YaraPort): Promise<boolean> {
  if (tree.kind !== 'scalar') throw new Refusal(tree.at, 'test', 'a text is needed');
  const answer = await port.scan([tree.text], DEADLINE_MS);
  if (!answer.ok) throw new Refusal(tree.at, 'test', 'the rules hang or die of this text');
  return answer.hits[0]?.some((hit) => hit.file === file && hit.rule === name) ?? false;
}

const disappointment = (number: number, isMatch: boolean): string =>
  `text ${number} should ${isMatch ? 'not match and does' : 'match and does not'}`;
