import type { YaraRuleText } from './messages.ts';

/** Scans a text with rules in a worker of its own; answers whether that lived through it. */
export type Probe = (rules: readonly YaraRuleText[], text: string) => Promise<boolean>;

/**
 * The rule at which a text kills its worker, found by halves: some 2 log2 of the rules in probes. It must have done so
 * twice by itself. Null where no single rule does.
 */
export async function guiltyRule(
  rules: readonly YaraRuleText[],
  text: string,
  probe: Probe,
): Promise<YaraRuleText | null> {
  const survives = (some: readonly YaraRuleText[]) => probe(withUsed(some, rules), text);
  let suspects = rules;
  while (suspects.length > 1) {
    const half = Math.ceil(suspects.length / 2);
    const [first, second] = [suspects.slice(0, half), suspects.slice(half)];
    if (!(await survives(first))) suspects = first;
    else if (!(await survives(second))) suspects = second;
    else return null;
  }
  const [last] = suspects;
  if (last === undefined || (await survives([last])) || (await survives([last]))) return null;
  return last;
}

/** Rules with those that they cannot be without, in the order of the file. */
function withUsed(some: readonly YaraRuleText[], all: readonly YaraRuleText[]): readonly YaraRuleText[] {
  const wanted = new Set(some);
  // a rule uses only what stands before it
  for (const rule of [...all].reverse())
    if (wanted.has(rule))
      for (const other of all) if (other.file === rule.file && rule.uses.includes(other.name)) wanted.add(other);
  return all.filter((rule) => wanted.has(rule));
}

/** The rules without one, and without those that use it. */
export function without(guilty: YaraRuleText, rules: readonly YaraRuleText[]): readonly YaraRuleText[] {
  const gone = new Set([guilty.name]);
  return rules.filter((rule) => {
    if (rule.file !== guilty.file) return true;
    if (rule.uses.some((name) => gone.has(name))) gone.add(rule.name);
    return !gone.has(rule.name);
  });
}
