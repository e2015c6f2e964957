import type { Committed } from '../../src/ports.ts';
import { RetriableError } from '../../src/stage.ts';
import type { Random } from './random.ts';
import type { Cancel, Scheduler } from './scheduler.ts';

/** What the coordinator knows of a consumer. */
export interface Member {
  readonly name: string;
  /** Learns, with its next heartbeat, that all partitions must be given back; calls `done` when that has happened. */
  giveBack(done: () => void): void;
  assign(partitions: readonly number[], generation: number): void;
}

const JOIN_WITHIN_MS = 4000;

export interface Commit {
  readonly partition: number;
  readonly offset: number;
  /** The furthest that the store had seen saved by then. */
  readonly saved: number;
}

/** One consumer group on one topic, with the eager protocol: everyone gives back, everyone joins, partitions are dealt. */
export class Coordinator {
  readonly commits = new Map<number, Committed>();
  /** Every commit that was taken, in order. */
  readonly made: Commit[] = [];
  generation = 0;
  private readonly name: string;
  private readonly partitions: number;
  private readonly savedOf: (partition: number) => number;
  private readonly scheduler: Scheduler;
  private readonly random: Random;
  private members = new Set<Member>();
  private joined = new Set<Member>();
  private deadline: Cancel | null = null;
  /** Members of the generation at work, who may commit. */
  private dealt = new Set<Member>();
  private dealtGeneration = 0;

  constructor(
    name: string,
    partitions: number,
    savedOf: (partition: number) => number,
    scheduler: Scheduler,
    random: Random,
  ) {
    this.savedOf = savedOf;
    this.name = name;
    this.partitions = partitions;
    this.scheduler = scheduler;
    this.random = random;
  }

  has(member: Member): boolean {
    return this.members.has(member);
  }

  get size(): number {
    return this.members.size;
  }

  /** True while partitions are being dealt anew. */
  get isBalancing(): boolean {
    return this.deadline !== null;
  }

  join(member: Member): void {
    this.members.add(member);
    this.joined.add(member);
    this.rebalance();
  }

  leave(member: Member): void {
    if (!this.members.delete(member)) return;
    this.joined.delete(member);
    this.dealt.delete(member);
    this.rebalance();
  }

  rebalance(): void {
    this.generation += 1;
    this.scheduler.note(`${this.name} rebalances, generation ${this.generation}`);
    for (const member of this.members) {
      if (!this.joined.has(member)) member.giveBack(() => this.rejoin(member));
    }
    if (this.deadline) this.deadline.cancelled = true;
    this.deadline = this.scheduler.after(JOIN_WITHIN_MS, `${this.name} deals`, () => this.deal());
    this.dealWhenAllAreHere();
  }

  commit(member: Member, generation: number, partition: number, committed: Committed): void {
    // Kafka takes commits of the last generation until the next one has begun
    if (!this.dealt.has(member) || generation !== this.dealtGeneration)
      throw new RetriableError(`${this.name}: ${member.name} is no member of generation ${generation}`);
    this.commits.set(partition, committed);
    this.made.push({ partition, offset: committed.offset, saved: this.savedOf(partition) });
  }

  private rejoin(member: Member): void {
    if (!this.members.has(member) || !this.deadline) {
      this.join(member);
    } else {
      this.joined.add(member);
      this.dealWhenAllAreHere();
    }
  }

  private dealWhenAllAreHere(): void {
    if (!this.deadline || this.joined.size < this.members.size) return;
    this.deadline.cancelled = true;
    this.deal();
  }

  private deal(): void {
    this.deadline = null;
    this.members = new Set(this.joined);
    this.dealt = this.members;
    this.dealtGeneration = this.generation;
    this.joined = new Set();
    const order = this.random.shuffled([...this.members]);
    const shares = new Map<Member, number[]>(order.map((member) => [member, []]));
    for (let partition = 0; partition < this.partitions; partition++) {
      const owner = order[partition % order.length];
      if (owner) shares.get(owner)?.push(partition);
    }
    for (const [member, partitions] of shares) member.assign(partitions, this.generation);
  }
}
