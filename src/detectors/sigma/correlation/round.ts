import { decimalOf } from '../draft.ts';
import { decided } from './absence.ts';
import { firingsIds } from './evidence.ts';
import { Groups } from './groups.ts';
import { dropOld, foldLate } from './old.ts';
import { makeRoom } from './room.ts';
import type { RootState } from './state.ts';
import type { Firing, Hit, Taken } from './step.ts';
import { type Span, sweep, type Turn } from './sweep.ts';
import type { Input, Node, Output, Tree } from './tree.ts';
import { type Entry, find, firstFrom, insert, isTold, removeAt, timeAt, type Window } from './window.ts';

/** What one event or one watermark sets off in a tree, from the inner correlations up to the root. */
export class Round {
  readonly #tree: Tree;
  readonly #state: RootState;
  readonly #groups: Groups;
  /** Windows in which hits came or went, by node. */
  readonly #touched: (Map<Window, Span> | undefined)[];
  readonly #firings: Firing[] = [];
  #evicted = 0;

  constructor(tree: Tree, state: RootState) {
    this.#tree = tree;
    this.#state = state;
    this.#groups = new Groups(tree, state);
    this.#touched = new Array(tree.nodes.length);
  }

  /** An event comes to every correlation that names one of its rules. */
  enter({ time: exact, id, rules, fields }: Hit): void {
    const time = Math.floor(exact);
    for (const node of this.#tree.nodes)
      for (const rule of rules) {
        const input = node.inputs.get(rule);
        const group = input && textsOf(fields, input.group);
        if (!group) continue;
        const value = counted(node, textsOf(fields, (input as Input).values));
        if (value)
          this.#add(node, group, { time, id, source: '', bits: bitOf(node, (input as Input).place), ...value });
      }
  }

  /** Absences that a watermark decides; what they set off in others is swept by `run`. */
  decide(watermark: number): void {
    for (const node of this.#tree.nodes) {
      if (node.correlation.type === 'absence')
        for (const window of this.#groups.of(node))
          for (const at of decided(window, node.correlation, watermark))
            this.#turn(node, window, { at, holds: true, figure: 0, lo: at, hi: at + 1 });
      this.#sweep(node);
    }
  }

  run(): Taken {
    for (const node of this.#tree.nodes) this.#sweep(node);
    this.#evicted += this.#groups.makeRoom();
    return { firings: this.#firings, evicted: this.#evicted };
  }

  /** What lies before the windows of all hits to come. */
  forget(watermark: number): void {
    for (const node of this.#tree.nodes)
      for (const window of this.#groups.of(node)) {
        const before = watermark - node.correlation.timespanMs;
        removeAt(window, 0, firstFrom(window, before));
        dropOld(window, node.correlation, before);
      }
    this.#groups.dropEmpty();
    const { lastFired } = this.#state;
    if (lastFired !== null && lastFired + this.#tree.root.timespanMs < watermark) this.#state.lastFired = null;
  }

  #sweep(node: Node): void {
    const touched = this.#touched[node.place];
    if (!touched) return;
    this.#touched[node.place] = undefined;
    for (const [window, span] of touched) {
      if (node.correlation.type !== 'absence')
        for (const turn of sweep(node.correlation, window, span)) this.#turn(node, window, turn);
      this.#evicted += makeRoom(window, node.correlation);
    }
  }

  /** A firing came or went: it goes up, and the root's is told. */
  #turn(node: Node, window: Window, turn: Turn): void {
    const { correlation } = node;
    const time = timeAt(window, turn.at) + (correlation.type === 'absence' ? correlation.timespanMs : 0);
    for (const output of node.outputs) this.#up(node, output, window, turn, time);
    if (turn.holds && node.place === this.#tree.nodes.length - 1) this.#tell(node, window, turn, time);
  }

  #up(node: Node, { to, place, group, values }: Output, window: Window, { at, holds }: Turn, time: number): void {
    const outer = this.#tree.nodes[to] as Node;
    const value = counted(
      outer,
      values.map((from) => window.group[from] as string),
    );
    if (!value) return;
    const id = window.ids[at] as string;
    const source = `${node.place}:${sourceOf(window, at)}`;
    const entry = { time, id, source, bits: bitOf(outer, place), ...value };
    const names = group.map((from) => window.group[from] as string);
    if (holds) this.#add(outer, names, entry);
    else this.#remove(outer, names, entry);
  }

  #tell({ correlation }: Node, window: Window, turn: Turn, time: number): void {
    const { lastFired } = this.#state;
    const isNews = lastFired === null || Math.abs(time - lastFired) > correlation.timespanMs;
    this.#state.lastFired = Math.max(lastFired ?? -Infinity, time);
    this.#firings.push({
      correlation: correlation.id,
      time,
      eventId: window.ids[turn.at] as string,
      group: window.group,
      value: correlation.condition === null || correlation.condition.presence ? null : turn.figure,
      ids: firingsIds(correlation, window, turn),
      isNews,
    });
  }

  #add(node: Node, group: readonly string[], entry: Entry): void {
    // it may have been counted, and been let go since
    if (entry.time < this.#state.watermark - node.correlation.timespanMs) return;
    const window = this.#groups.open(node, group);
    if (window.old && entry.time <= window.old.until) {
      foldLate(window.old, node.correlation, entry);
      window.memo = null;
    } else if (!insert(window, entry)) return;
    this.#touch(node, window, entry.time);
  }

  #remove(node: Node, group: readonly string[], entry: Entry): void {
    const window = this.#groups.find(node, group);
    const at = window && find(window, entry);
    if (window === null || at === null) return;
    if (isTold(window, at)) this.#turn(node, window, { at, holds: false, figure: 0, lo: at, hi: at + 1 });
    removeAt(window, at, 1);
    this.#touch(node, window, entry.time);
  }

  #touch(node: Node, window: Window, time: number): void {
    const touched = this.#touched[node.place] ?? new Map<Window, Span>();
    this.#touched[node.place] = touched;
    const span = touched.get(window);
    if (!span) touched.set(window, { from: time, to: time });
    else {
      span.from = Math.min(span.from, time);
      span.to = Math.max(span.to, time);
    }
  }
}

/** Tells apart the firings of several inner groups at one event. */
const sourceOf = (window: Window, at: number): string => JSON.stringify([window.group, window.sources?.[at] ?? '']);

/** Null where one is not there. */
function textsOf(fields: Readonly<Record<string, string>>, names: readonly string[]): readonly string[] | null {
  // not pushed one by one: a million groups would each keep room for 17
  const texts = names.map((name) => fields[name]);
  return texts.every((text) => typeof text === 'string') ? texts : null;
}

const NO_VALUE = { figure: 0, text: '' };

/** What a correlation looks at in a hit; null where the hit does not have it, and so is none. */
function counted({ correlation }: Node, texts: readonly string[] | null): { figure: number; text: string } | null {
  if (!correlation.type.startsWith('value_')) return NO_VALUE;
  if (texts === null) return null;
  const [first = ''] = texts;
  if (correlation.type === 'value_count')
    return { figure: 0, text: texts.length === 1 ? first : JSON.stringify(texts) };
  const figure = decimalOf(first);
  return figure !== null && Number.isFinite(figure) ? { figure, text: '' } : null;
}

/** Only correlations in time ask which rule it was; their rules are few. */
const bitOf = ({ correlation: { type } }: Node, place: number): number =>
  type === 'temporal' || type === 'temporal_ordered' || type === 'absence' ? 1 << place : 0;
