import { Random } from './random.ts';

/** What can go wrong. A seed takes some of them, each at a rate of its own. */
export const FAULTS = [
  'crash',
  'zombie',
  'rebalance',
  'scaling',
  'refused',
  'lost-ack',
  'late-landing',
  'slow',
  'store-emptied',
  'registry-down',
  'table-change',
  'late-events',
  'duplicate-events',
  'shuffled-events',
  'future-events',
  'bad-records',
  'poison',
  'scatter',
  'silence',
] as const;

export type Fault = (typeof FAULTS)[number];

export const MODES = ['live', 'replay'] as const;
export type Mode = (typeof MODES)[number];

/** Everything about a history but its course. */
export interface Plan {
  readonly seed: number;
  readonly mode: Mode;
  /** 0: off; else the relative strength in (0, 1]. */
  readonly faults: Readonly<Record<Fault, number>>;
  readonly partitions: Readonly<Record<'raw' | 'events' | 'features' | 'signals' | 'threats', number>>;
  /** Processes of each stage. */
  readonly processes: number;
  readonly maxBatch: number;
  readonly controlEveryMs: number;
  readonly tickMs: number;
  readonly events: number;
  /** Virtual time over which the events come. */
  readonly spanMs: number;
  /** One machine speaks steadily and then no more. */
  readonly hasSilentHost: boolean;
  /** A replay begins some minutes earlier, so that tenants have one behind them. */
  readonly hasPast: boolean;
}

/** How often a seed has the fault at all; most histories shall stay comparable with one without faults. */
const COMMON: Readonly<Record<Fault, number>> = {
  crash: 0.6,
  zombie: 0.4,
  rebalance: 0.4,
  scaling: 0.25,
  refused: 0.4,
  'lost-ack': 0.5,
  'late-landing': 0.4,
  slow: 0.3,
  'store-emptied': 0.2,
  'registry-down': 0.2,
  'table-change': 0.3,
  'late-events': 0.15,
  'duplicate-events': 0.3,
  'shuffled-events': 0.4,
  'future-events': 0.25,
  'bad-records': 0.4,
  poison: 0.2,
  scatter: 0.15,
  silence: 0.2,
};

/** The plan of a seed. `only`: no other faults than these, each of them in force. */
export function planOf(seed: number, only?: readonly Fault[]): Plan {
  const random = new Random(seed, 'plan');
  const strengths = FAULTS.map((fault) => {
    const [isOn, strength] = [random.chance(COMMON[fault]), random.between(0.1, 1)];
    return [fault, (only ? only.includes(fault) : isOn) ? strength : 0] as const;
  });
  const mode = random.pick(MODES);
  const partitions = () => random.pick([1, 2, 2, 3]);
  return {
    seed,
    mode,
    faults: Object.fromEntries(strengths) as Record<Fault, number>,
    partitions: {
      raw: partitions(),
      events: partitions(),
      features: partitions(),
      signals: partitions(),
      threats: random.int(1, 2),
    },
    processes: random.int(1, 3),
    maxBatch: random.pick([1, 3, 8, 20]),
    controlEveryMs: mode === 'replay' && random.chance(0.5) ? 0 : random.pick([1000, 3000]),
    tickMs: random.pick([4000, 8000, 12_000]),
    events: random.int(20, 45),
    spanMs: random.int(30, 80) * 1000,
    hasSilentHost: random.chance(0.3),
    hasPast: mode === 'replay' && random.chance(0.5),
  };
}
