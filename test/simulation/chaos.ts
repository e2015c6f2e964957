import type { Plan } from './plan.ts';
import type { Random } from './random.ts';

/** Everything that a process asks of the world. */
export type Operation =
  | 'partitions'
  | 'offsets'
  | 'committed'
  | 'commit'
  | 'fetch'
  | 'send'
  | 'open'
  | 'load'
  | 'save'
  | 'decode'
  | 'score';

/** `late`: the answer is an error, and the request arrives all the same, long after. */
export type Fate = 'fine' | 'refused' | 'ack-lost' | 'late';

const MOST_CRASHES = 12;
/** Steps whose crash tells most; the others crash at a quarter of the rate. */
const TELLING: ReadonlySet<Operation> = new Set<Operation>(['send', 'save', 'commit', 'load']);
const UNHURT: ReadonlySet<Operation> = new Set<Operation>(['fetch', 'score']);

/** Decides what becomes of each request. Off: all is well and quick. */
export class Chaos {
  isOn = true;
  registryIsDown = false;
  crashes = 0;
  /** Records may be stored whose sender believes that they are not. */
  onDoubt: () => void = () => {};
  private readonly plan: Plan;
  private readonly random: Random;

  constructor(plan: Plan, random: Random) {
    this.plan = plan;
    this.random = random;
  }

  latency(): number {
    const { faults } = this.plan;
    if (this.isOn && this.random.chance(0.05 * faults.slow)) return this.random.between(100, 3000);
    return this.random.between(0.1, 12);
  }

  /** How far behind a reader of a table is: two owners of a partition can know different versions of it for a while. */
  readerLag(): number {
    const { slow } = this.plan.faults;
    return this.isOn && this.random.chance(0.6 * slow) ? this.random.between(100, 8000) : 0;
  }

  longLatency(): number {
    return this.random.chance(0.5) ? this.random.between(20, 600) : this.random.between(500, 12_000);
  }

  kills(operation: Operation): boolean {
    const rate = 0.012 * this.plan.faults.crash * (TELLING.has(operation) ? 1 : 0.25);
    if (!this.isOn || this.crashes >= MOST_CRASHES || !this.random.chance(rate)) return false;
    this.crashes += 1;
    return true;
  }

  fate(operation: Operation): Fate {
    if (operation === 'decode' && this.registryIsDown) return 'refused';
    if (!this.isOn || UNHURT.has(operation)) return 'fine';
    const fate = this.misfortune(operation);
    if (operation === 'send' && fate !== 'fine' && fate !== 'refused') this.onDoubt();
    return fate;
  }

  private misfortune(operation: Operation): Fate {
    const { faults } = this.plan;
    if (this.random.chance(0.04 * faults.refused)) return 'refused';
    if (this.random.chance(0.06 * faults['lost-ack'])) return 'ack-lost';
    if ((operation === 'send' || operation === 'save') && this.random.chance(0.06 * faults['late-landing']))
      return 'late';
    return 'fine';
  }

  /** Of a process that died with the request on its way. */
  losesRequest(): boolean {
    return this.random.chance(0.5);
  }

  /** How much of a list was stored when the answer was lost. */
  part(length: number): number {
    return this.random.chance(0.5) ? length : this.random.int(0, length);
  }
}
