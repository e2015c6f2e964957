import { RetriableError } from '../../src/stage.ts';
import type { Chaos, Fate, Operation } from './chaos.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * One operating-system process as the world sees it: it may be stopped and go on later with all that it believes, or
 * die. What is on its way from it when it dies may still arrive; what comes back to it finds nobody.
 */
export class SimProcess {
  readonly name: string;
  private readonly scheduler: Scheduler;
  private readonly chaos: Chaos;
  private held: (() => void)[] = [];
  private state: 'up' | 'stopped' | 'dead' = 'up';
  /** Told once when the process dies. */
  onDeath: () => void = () => {};

  constructor(name: string, scheduler: Scheduler, chaos: Chaos) {
    this.name = name;
    this.scheduler = scheduler;
    this.chaos = chaos;
  }

  get isUp(): boolean {
    return this.state === 'up';
  }

  get isDead(): boolean {
    return this.state === 'dead';
  }

  die(why: string): void {
    if (this.isDead) return;
    this.scheduler.note(`${this.name} dies: ${why}`);
    this.state = 'dead';
    this.held = [];
    this.onDeath();
  }

  stop(): void {
    if (this.state !== 'up') return;
    this.scheduler.note(`${this.name} is stopped`);
    this.state = 'stopped';
  }

  goOn(): void {
    if (this.state !== 'stopped') return;
    this.scheduler.note(`${this.name} goes on`);
    this.state = 'up';
    const { held } = this;
    this.held = [];
    for (const run of held) this.after(0, 'held', run);
  }

  /** Something happens to the process: now, when it goes on, or never. */
  deliver(run: () => void): void {
    if (this.state === 'up') run();
    else if (this.state === 'stopped') this.held.push(run);
  }

  after(ms: number, label: string, run: () => void) {
    return this.scheduler.after(ms, `${this.name} ${label}`, () => this.deliver(run));
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return this.after(0, 'woken', resolve);
      const handle = this.after(ms, 'wakes', resolve);
      signal?.addEventListener('abort', () => void (handle.cancelled || this.after(0, 'woken', resolve)), {
        once: true,
      });
      return undefined;
    });
  }

  /** A request over the network: `effect` happens at the other end, all at once, some time later. */
  call<T>(operation: Operation, effect: () => T | Promise<T>, fate: Fate = this.chaos.fate(operation)): Promise<T> {
    const { chaos } = this;
    if (this.isDead) return new Promise(() => {});
    if (chaos.kills(operation)) {
      this.die(`before ${operation}`);
      return new Promise(() => {});
    }
    return new Promise((resolve, reject) => {
      const fail = (what: string) => this.answer(operation, () => reject(new RetriableError(`${operation}: ${what}`)));
      this.scheduler.after(chaos.latency(), `${this.name} ${operation} ${fate}`, () => {
        if (this.isDead && chaos.losesRequest()) return;
        if (fate === 'refused') return fail('refused');
        if (fate === 'late') {
          fail('no answer');
          return void this.scheduler.after(
            chaos.longLatency(),
            `${this.name} late ${operation}`,
            () => void attempt(effect).catch(() => {}),
          );
        }
        attempt(effect).then(
          (value) => {
            if (fate === 'ack-lost') fail('answer lost');
            else this.answer(operation, () => resolve(value));
          },
          (cause) => this.answer(operation, () => reject(cause)),
        );
      });
    });
  }

  private answer(operation: Operation, give: () => void): void {
    this.after(this.chaos.latency(), `${operation} answered`, () => {
      if (this.chaos.kills(operation)) this.die(`after ${operation}`);
      else give();
    });
  }
}

/** What is thrown is an answer too. */
const attempt = async <T>(effect: () => T | Promise<T>): Promise<T> => effect();
