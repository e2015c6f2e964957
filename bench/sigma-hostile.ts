/**
 * The most time that a byte of an event can cost: events of 256 long fields that never come again, of characters by
 * chance and of pieces of the rules' own texts, where every rule of process creation is for them; and of
 * one such field.
 */
import { preparedOf } from '../src/cli/rules/prepared.ts';
import { fieldsIn } from '../src/detectors/sigma/class-engine.ts';
import type { SigmaEngine } from '../src/detectors/sigma/engine.ts';
import type { Expression, Rule } from '../src/detectors/sigma/rule.ts';
import { processorSeconds } from './process.ts';

const FIELDS = 256;
const CHARACTERS = 2_000;
const EVENTS = 40;
const SOURCES = [{ product: 'windows', category: 'process_creation' }];

/** Nanoseconds of processor time for a byte, JSON included. */
export function hostileCost(engine: SigmaEngine, rules: readonly Rule[]) {
  const some = rules.filter(({ logSource }) => logSource.category === 'process_creation');
  const asked = [...new Set(some.flatMap(({ condition }) => fieldsIn(condition)))];
  const names = Array.from({ length: FIELDS }, (_, index) => asked[index] ?? `Field${index}`);
  const texts = some.flatMap(({ condition }) => textsIn(condition));
  return {
    randomCharacters: cost(engine, names, () => String.fromCharCode(32 + below(95))),
    textsOfRules: cost(engine, names, () => texts[below(texts.length)] ?? ''),
    textsOfRulesAsCommandLine: cost(engine, ['CommandLine'], () => texts[below(texts.length)] ?? ''),
  };
}

function cost(engine: SigmaEngine, names: readonly string[], piece: () => string): number {
  const lines = Array.from({ length: EVENTS }, (_, event) => {
    const fields = Object.fromEntries(names.map((name) => [name, textOf(piece)]));
    return JSON.stringify({ event, logsources: SOURCES, fields });
  });
  const start = processorSeconds();
  for (const line of lines) {
    const event = preparedOf(line);
    if (event) engine.match(event.logsources, event.fields);
  }
  const seconds = processorSeconds() - start;
  return Math.round((seconds * 1e9) / lines.reduce((sum, line) => sum + line.length, 0));
}

function textOf(piece: () => string): string {
  let text = '';
  while (text.length < CHARACTERS) text += piece();
  return text;
}

function textsIn(expression: Expression): readonly string[] {
  if (expression.kind === 'not') return textsIn(expression.of);
  if (expression.kind !== 'item') return expression.of.flatMap(textsIn);
  return expression.values.flatMap((value) => (value.kind === 'text' ? value.pattern : [])).filter(isText);
}

const isText = (part: unknown): part is string => typeof part === 'string';

let state = 1;
/** The same row of numbers in each run. */
function below(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}
