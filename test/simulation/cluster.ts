import type { Logger, Metrics } from '../../src/ports.ts';
import { type AnyStage, type RunnerOptions, type RunningStage, runStage } from '../../src/runner.ts';
import { RetriableError } from '../../src/stage.ts';
import type { ScoredEvent } from '../../src/stages/inference/ports.ts';
import { HEARD_TOPICS } from '../../src/topology.ts';
import { simBroker } from './broker.ts';
import type { Chaos } from './chaos.ts';
import { simCodec } from './codec.ts';
import type { SimConsumer } from './consumer.ts';
import type { Coordinator } from './coordinator.ts';
import type { Plan } from './plan.ts';
import { SimProcess } from './process.ts';
import type { Random } from './random.ts';
import { isGivingUp, openRoom, STAGES } from './rooms.ts';
import type { Scheduler } from './scheduler.ts';
import type { KafkaServer } from './server.ts';
import type { StoreServer } from './store.ts';

const SESSION_MS = 6000;
const RETRY_LIMIT_MS = 60_000;

export interface ClusterWorld {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly chaos: Chaos;
  readonly random: Random;
  readonly server: KafkaServer;
  readonly store: StoreServer;
  readonly scores: (scored: ScoredEvent) => void;
}

interface Running {
  readonly process: SimProcess;
  readonly stage: AnyStage;
  /** Null until it has joined its group. */
  running: RunningStage | null;
  membership: { readonly consumer: SimConsumer; readonly coordinator: Coordinator } | null;
  isLeaving: boolean;
}

/** Processes of every stage: started, stopped, killed, and started again when one is gone. */
export class Cluster {
  /** What no world, however broken, may bring about. */
  readonly faults: string[] = [];
  isOver = false;
  deaths = 0;
  /** A process was stopped, goes on, or has died. */
  onUpset: () => void = () => {};
  private readonly world: ClusterWorld;
  private readonly wanted = new Map<string, number>();
  private all: Running[] = [];
  private born = 0;

  constructor(world: ClusterWorld) {
    this.world = world;
    for (const stage of STAGES) {
      this.wanted.set(stage.name, world.plan.processes);
      for (let i = 0; i < world.plan.processes; i++) this.start(stage);
    }
  }

  get processes(): readonly SimProcess[] {
    return this.all.map(({ process }) => process);
  }

  /** A process is stopped for so long, and goes on as if nothing had been. */
  freeze(process: SimProcess, ms: number): void {
    const one = this.all.find((other) => other.process === process);
    if (!one?.process.isUp) return;
    process.stop();
    this.onUpset();
    this.world.scheduler.after(SESSION_MS, `${process.name} is missed`, () => this.expel(one));
    this.world.scheduler.after(ms, `${process.name} may go on`, () => this.thaw(process));
  }

  thaw(process: SimProcess): void {
    process.goOn();
    if (this.world.chaos.isOn) this.onUpset();
    const one = this.all.find((other) => other.process === process);
    one?.membership?.consumer.learnsOfExpulsion();
  }

  /** One more process, or one less: by leaving in good order. */
  scale(random: Random): void {
    const stage = random.pick(STAGES);
    const here = this.all.filter((one) => one.stage === stage && one.process.isUp && !one.isLeaving);
    const leaving = here.length > 1 ? random.pick(here) : null;
    if (!leaving?.running || random.chance(0.5)) {
      this.wanted.set(stage.name, (this.wanted.get(stage.name) ?? 0) + 1);
      this.start(stage);
      return;
    }
    this.wanted.set(stage.name, (this.wanted.get(stage.name) ?? 1) - 1);
    leaving.isLeaving = true;
    void leaving.running.close().then(() => leaving.process.die('has left'));
  }

  private start(stage: AnyStage): void {
    const { scheduler, chaos } = this.world;
    const process = new SimProcess(`${stage.name}#${this.born++}`, scheduler, chaos);
    const one: Running = { process, stage, running: null, membership: null, isLeaving: false };
    this.all.push(one);
    process.onDeath = () => this.buried(one);
    void this.boot(one).catch((cause) => this.exited(one, cause));
  }

  private async boot(one: Running): Promise<void> {
    const { process, stage } = one;
    const { plan, scheduler, chaos, random, server, store, scores } = this.world;
    const clock = {
      now: () => Math.floor(scheduler.now),
      sleep: (ms: number, signal?: AbortSignal) => process.sleep(ms, signal),
    };
    const onConsumer = (consumer: SimConsumer, coordinator: Coordinator) => {
      one.membership = { consumer, coordinator };
    };
    const room = await openRoom(stage, { mode: plan.mode, wait: () => process.call('score', () => {}), scores });
    const world = {
      broker: simBroker({ server, process, scheduler, random, plan, chaos, saved: store.furthest, onConsumer }),
      ...{
        store: store.for(process),
        codec: simCodec(process, chaos, random),
        clock,
        logger: quiet,
        metrics: unmeasured,
      },
    };
    for (;;) {
      try {
        one.running = await runStage(stage, room, world, optionsOf(plan));
        break;
      } catch (cause) {
        if (!(cause instanceof RetriableError)) throw cause;
        await process.sleep(1000);
      }
    }
    await one.running.failed;
  }

  /** The stage has said that it cannot go on. Only a world that is broken for long may make it say so. */
  private exited({ process }: Running, cause: unknown): void {
    if (!isGivingUp(cause)) this.faults.push(`${process.name} ended by itself: ${(cause as Error)?.stack ?? cause}`);
    process.die('gave up');
  }

  private buried(one: Running): void {
    this.deaths += 1;
    if (this.world.chaos.isOn) this.onUpset();
    const { scheduler, random } = this.world;
    scheduler.after(SESSION_MS, `${one.process.name} is missed`, () => this.expel(one));
    scheduler.after(random.between(100, 4000), `${one.stage.name} is started again`, () => this.replace(one.stage));
    this.all = this.all.filter((other) => other !== one);
  }

  private replace(stage: AnyStage): void {
    const here = this.all.filter((one) => one.stage === stage && !one.isLeaving).length;
    if (here < (this.wanted.get(stage.name) ?? 0) && !this.isOver) this.start(stage);
  }

  private expel({ process, membership }: Running): void {
    if (!process.isUp) membership?.coordinator.leave(membership.consumer);
  }
}

const optionsOf = ({ mode, controlEveryMs }: Plan): RunnerOptions => ({
  controlEveryMs,
  trustSource: mode === 'replay',
  retryLimitMs: RETRY_LIMIT_MS,
  epoch: 0,
  heardTopics: HEARD_TOPICS,
});

const quiet: Logger = { info() {}, warn() {}, error() {} };
const unmeasured: Metrics = { count() {}, gauge() {}, observe() {} };
