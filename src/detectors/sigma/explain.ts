import { Board } from './board.ts';
import { Check } from './check.ts';
import { fieldsIn } from './class-engine.ts';
import { scalarsIn, valueAt } from './event-values.ts';
import { FieldReader } from './field-reader.ts';
import { Room } from './known-slots.ts';
import { covers, type Expression, type Fields, type Item, type LogSources, type Rule } from './rule.ts';

/** A condition with what came of each part of it. */
export type Explanation =
  | { readonly kind: 'and' | 'or' | 'not'; readonly holds: boolean; readonly of: readonly Explanation[] }
  | {
      readonly kind: 'item';
      readonly holds: boolean;
      readonly item: Item;
      /** What the event has; undefined: no such field. Of keywords all texts, numbers and booleans. */
      readonly found: unknown;
    };

export interface RuleExplanation {
  /** The event has a log source that the rule is for. */
  readonly isSource: boolean;
  readonly condition: Explanation;
}

/** Asks each part of a rule by itself, with the checks that the engine uses; all parts, also where one decides. */
export function explained(rule: Rule, sources: LogSources, fields: Fields): RuleExplanation {
  const board = boardOf(rule.condition, fields);
  const isSource = sources.some((source) => covers(rule.logSource, source));
  return { isSource, condition: explain(rule.condition, board, fields) };
}

/**
 * The first item that decides why a condition holds or does not. Of alternatives that all fail it is the first of
 * them.
 */
export function decisive(explanation: Explanation): Explanation & { readonly kind: 'item' } {
  if (explanation.kind === 'item') return explanation;
  const { of, holds } = explanation;
  const first = explanation.kind === 'not' ? of[0] : of.find((part) => part.holds === holds);
  return decisive(first ?? (of[0] as Explanation));
}

function boardOf(condition: Expression, fields: Fields): Board {
  const names = [...new Set(fieldsIn(condition))];
  const board = new Board(names);
  const reader = new FieldReader(null, new Room());
  const put = (place: number, raw: unknown) => board.put(place, reader.slotOf(raw));
  board.open(fields);
  for (const name of names) if (Object.hasOwn(fields, name)) put(board.placeOf(name), fields[name]);
  board.readPaths(put);
  return board;
}

function explain(expression: Expression, board: Board, fields: Fields): Explanation {
  if (expression.kind === 'item') {
    const found = expression.field === null ? scalarsIn(fields) : valueAt(fields, expression.field);
    return { kind: 'item', holds: answer(expression, board), item: expression, found };
  }
  const parts = expression.kind === 'not' ? [expression.of] : expression.of;
  const of = parts.map((part) => explain(part, board, fields));
  return { kind: expression.kind, of, holds: together(expression.kind, of) };
}

function together(kind: 'and' | 'or' | 'not', of: readonly Explanation[]): boolean {
  if (kind === 'and') return of.every(({ holds }) => holds);
  return kind === 'or' ? of.some(({ holds }) => holds) : !of[0]?.holds;
}

function answer(item: Item, board: Board): boolean {
  const check = new Check(item, board);
  const slot = board.at(item.field === null ? board.rest : board.placeOf(item.field));
  return slot ? check.holds(slot) : check.whenAbsent;
}
