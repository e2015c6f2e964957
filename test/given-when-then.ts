import type { AnyTopic, ValueOf } from '../src/domain/topic.ts';
import type { Context, Due, Input, Key, Losses, Outcome, Rec, Room, Stage } from '../src/stage.ts';

export interface Given<In extends AnyTopic, Out extends AnyTopic> {
  /** One batch of records: [key, value] each. */
  when(...records: readonly (readonly [Key, ValueOf<In>])[]): Promise<readonly Outcome<Out>[]>;
  /** Moves the watermark and fires what is due. */
  passes(watermark: number): readonly Rec<Out>[];
  /** All that was sent so far, in order. */
  readonly sent: readonly Rec<Out>[];
  readonly counted: { late: number; evicted: number };
  /** Figures of the partition as last set. */
  readonly figures: ReadonlyMap<string, number>;
  /** Keys that hold a state, as `tenant/id`. */
  states(): readonly string[];
  /** Due times by key. */
  readonly timers: ReadonlyMap<string, number>;
}

export interface World {
  readonly partitions?: number;
  readonly tables?: ReadonlyMap<AnyTopic, ReadonlyMap<string, unknown>>;
  /** Of every record, epoch ms; 0 when not given. */
  readonly appendedAt?: number;
  /** Asked each time, so that a test can let losses grow. */
  readonly losses?: () => Losses;
}

const NOTHING_LOST: Losses = { late: 0, dropped: 0, deadLettered: 0, evicted: 0 };
const text = ({ tenant, id }: Key): string => `${tenant}/${id}`;

/** A stage alone, with one partition. States go through their codec after every call, as they do in a store. */
export async function given<In extends AnyTopic, Out extends AnyTopic, State, Ports>(
  stage: Stage<In, Out, State, Ports>,
  ports: Ports,
  world: World = {},
): Promise<Given<In, Out>> {
  const room = await stage.open(ports);
  const store = new Map<string, Uint8Array>();
  const timers = new Map<string, number>();
  const sent: Rec<Out>[] = [];
  const counted = { late: 0, evicted: 0 };
  const figures = new Map<string, number>();
  const { appendedAt = 0 } = world;
  let offset = 0;
  let watermark = Number.NEGATIVE_INFINITY;

  function call<T>(keys: readonly Key[], work: (context: Context<State>) => T): { answer: T; save: () => void } {
    const opened = openContext({ stage, store, timers, counted, figures, watermark, world }, keys);
    return { answer: work(opened.context), save: opened.save };
  }

  async function when(...records: readonly (readonly [Key, ValueOf<In>])[]): Promise<readonly Outcome<Out>[]> {
    const inputs = records.map(([key, value]) => ({ key, value, partition: 0, offset: offset++, appendedAt }));
    const keys = inputs.flatMap((input) => keysOf(room, input));
    const { answer, save } = call(keys, (context) => room.process(inputs, context));
    const outcomes = await answer;
    if (outcomes.length !== inputs.length) throw new Error('one outcome per record');
    save();
    sent.push(...outcomes.flatMap((outcome) => (outcome.kind === 'forward' ? outcome.records : [])));
    return outcomes;
  }

  function passes(to: number): readonly Rec<Out>[] {
    watermark = Math.max(watermark, to);
    const fired: Rec<Out>[] = [];
    for (let due = takeDue(timers, watermark); due.length > 0; due = takeDue(timers, watermark)) {
      const keys = due.flatMap((one) => room.timerKeys?.(one) ?? [one.key]);
      const { answer, save } = call(keys, (context) => room.timers?.(due, context) ?? []);
      fired.push(...answer);
      save();
    }
    sent.push(...fired);
    return fired;
  }

  return { when, passes, sent, counted, figures, states: () => [...store.keys()].sort(), timers };
}

const keysOf = <In extends AnyTopic, Out extends AnyTopic, State>(room: Room<In, Out, State>, input: Input<In>) =>
  room.keys?.(input) ?? [input.key];

function takeDue(timers: Map<string, number>, watermark: number): readonly Due[] {
  const due = [...timers]
    .filter(([, time]) => time <= watermark)
    .sort(([a, s], [b, t]) => s - t || (a < b ? -1 : 1))
    .map(([key, time]) => ({ key: parse(key), due: time }));
  for (const { key } of due) timers.delete(text(key));
  return due;
}

function parse(key: string): Key {
  const slash = key.indexOf('/');
  return { tenant: key.slice(0, slash), id: key.slice(slash + 1) };
}

interface Shard<State> {
  readonly stage: { readonly state?: { encode(state: State): Uint8Array; decode(bytes: Uint8Array): State } };
  readonly store: Map<string, Uint8Array>;
  readonly timers: Map<string, number>;
  readonly counted: { late: number; evicted: number };
  readonly figures: Map<string, number>;
  readonly watermark: number;
  readonly world: World;
}

function openContext<State>(shard: Shard<State>, keys: readonly Key[]) {
  const { stage, store, timers, counted, figures, watermark, world } = shard;
  const loaded = new Set(keys.map(text));
  const view = new Map<string, State | undefined>();
  const changed = new Set<string>();
  const own = (key: Key): string => {
    if (!loaded.has(text(key))) throw new Error(`the state of ${text(key)} was not asked for`);
    return text(key);
  };
  const change = (key: Key, state: State | undefined) => {
    changed.add(own(key));
    view.set(text(key), state);
  };
  const context: Context<State> = {
    ...{ partition: 0, partitions: world.partitions ?? 1 },
    state(key) {
      const id = own(key);
      const bytes = store.get(id);
      if (!view.has(id)) view.set(id, bytes && stage.state?.decode(bytes));
      return view.get(id);
    },
    set: change,
    delete: (key) => change(key, undefined),
    timer: (key, due) => (due === null ? timers.delete(text(key)) : timers.set(text(key), due)),
    watermark,
    table: <T extends AnyTopic>(topic: T) => (world.tables?.get(topic) ?? new Map()) as ReadonlyMap<string, ValueOf<T>>,
    count: (what) => {
      counted[what] += 1;
    },
    figure: (name, value) => figures.set(name, value),
    losses: () => world.losses?.() ?? NOTHING_LOST,
  };
  const save = () => {
    for (const id of changed) {
      const state = view.get(id);
      if (state === undefined) store.delete(id);
      else if (stage.state) store.set(id, stage.state.encode(state));
    }
  };
  return { context, save };
}
