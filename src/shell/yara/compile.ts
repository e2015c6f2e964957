import { Compiler, type Rules } from '@virustotal/yara-x';
import type { CompileFault, YaraRuleText } from './messages.ts';

export interface Compiled {
  readonly rules: Rules;
  readonly faults: readonly CompileFault[];
}

/** Warnings that say that a rule takes more time than a text is worth. */
const REFUSED: readonly string[] = ['slow_pattern', 'too_many_iterations'];

/**
 * Compiles rules, a namespace a file. One that does not compile, or is slow, is a fault and left out; so are those that
 * use it. The compiler builds nothing once it has met an error, so what is sound is compiled again.
 */
export function compile(rules: readonly YaraRuleText[]): Compiled {
  let wanted = rules;
  const faults: CompileFault[] = [];
  for (;;) {
    const { compiler, failed } = tried(wanted);
    if (failed.size === 0) return { rules: compiler.build(), faults };
    compiler.free();
    faults.push(...failed.values());
    wanted = wanted.filter((rule) => !failed.has(rule));
  }
}

/** Adds every rule; tells those that were refused. */
function tried(rules: readonly YaraRuleText[]) {
  const compiler = new Compiler();
  const failed = new Map<YaraRuleText, CompileFault>();
  for (const [file, inFile] of Map.groupBy(rules, (rule) => rule.file)) {
    compiler.newNamespace(file);
    for (const module of new Set(inFile.flatMap((rule) => rule.imports))) compiler.addSource(`import "${module}"`);
    for (const rule of inFile) {
      const complaint = complaintOf(compiler, rule);
      if (complaint !== null) failed.set(rule, faultOf(rule, complaint));
    }
  }
  return { compiler, failed };
}

/** What the compiler says against a rule; null where it takes it. */
function complaintOf(compiler: Compiler, { text }: YaraRuleText): string | null {
  const warned = compiler.warnings.length;
  try {
    compiler.addSource(text);
  } catch {
    return compiler.errors.at(-1) ?? 'error[E000]: not taken by the compiler';
  }
  return compiler.warnings.slice(warned).find((warning) => REFUSED.includes(codeOf(warning))) ?? null;
}

const codeOf = (complaint: string): string => /^\w+\[(\w+)\]/.exec(complaint)?.[1] ?? '';

const LONGEST_MESSAGE = 200;

/** `error[E009]: unknown identifier ..` and, a line below, ` --> line:2:14`, counted from where the rule begins. */
function faultOf({ file, name, line, column }: YaraRuleText, complaint: string): CompileFault {
  const [, code = '', message = ''] = /^\w+\[(\w+)\]: ([^\n]*)/.exec(complaint) ?? [];
  const place = /\n *--> line:(\d+):(\d+)/.exec(complaint);
  const [row, at] = [Number(place?.[1] ?? 1), Number(place?.[2] ?? 1)];
  return {
    file,
    line: line + row - 1,
    column: row === 1 ? column + at - 1 : at,
    rule: name,
    feature: REFUSED.includes(code) ? 'slow' : 'compile',
    message: message.slice(0, LONGEST_MESSAGE),
  };
}
