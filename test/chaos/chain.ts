import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NODE_FLAGS } from '../../bench/process.ts';
import { TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import type { Broker } from '../../src/ports.ts';
import { DETECTION, type StageName } from '../../src/topology.ts';
import { type StageProcess, startStage, type Variables } from '../e2e/processes.ts';
import type { CrashPoint } from './crash-points.ts';
import type { Servers } from './servers.ts';

const MORTAL = [...NODE_FLAGS, join(import.meta.dirname, 'stage-process.ts')];
const LOGS = 'out/chaos';
const JOIN_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 150;
/** So long nothing is behind before all is taken for done. */
const CALM_LOOKS = 3;

export const STAGES: readonly StageName[] = DETECTION.map(({ name }) => name);

/** How the processes of a chain are configured. */
export const REPLAY_SETTINGS: Variables = {
  VEDETTE_HTTP_PORT: '0',
  VEDETTE_TRUST_SOURCE: 'true',
  VEDETTE_LOG_LEVEL: 'warn',
  // a busy machine must not leave a model out: what is found is compared
  VEDETTE_INFERENCE_DEADLINE_MS: '600000',
  KAFKA_SESSION_TIMEOUT_MS: '6000',
};

export interface Instance {
  readonly stage: StageName;
  readonly variables: Variables;
  process: StageProcess;
}

/** Every stage in processes of its own, so many of each as asked. */
export class Chain {
  readonly instances: Instance[] = [];
  private readonly servers: Servers;
  private readonly broker: Broker;
  private readonly settings: Variables;

  constructor(servers: Servers, broker: Broker, settings: Variables = REPLAY_SETTINGS) {
    this.servers = servers;
    this.broker = broker;
    this.settings = { ...settings, VEDETTE_LOG_LEVEL: 'info' };
  }

  start(stage: StageName, own: Variables = {}): Instance {
    const variables = { ...this.servers.variables, ...this.settings, ...own };
    const instance = { stage, variables, process: startStage(stage, variables) };
    this.instances.push(instance);
    return instance;
  }

  /** A process that kills itself at the crash point. */
  startMortal(stage: StageName, { step, time }: CrashPoint): Instance {
    const variables = { ...this.servers.variables, ...this.settings, VEDETTE_CHAOS_KILL: `${step}:${time}` };
    const instance = { stage, variables, process: startStage(stage, variables, MORTAL) };
    this.instances.push(instance);
    return instance;
  }

  of(stage: StageName): readonly Instance[] {
    return this.instances.filter((one) => one.stage === stage);
  }

  forget(instance: Instance): void {
    this.instances.splice(this.instances.indexOf(instance), 1);
  }

  /** Ends the process, by the signal, and starts another in its place. Answers the exit code. */
  async replace(instance: Instance, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (signal === 'SIGKILL') await instance.process.kill();
    const code = await instance.process.stop();
    instance.process = startStage(instance.stage, instance.variables);
    return code;
  }

  /** Resolves when every process is a member of its group and each group has come to rest. */
  async joined(): Promise<void> {
    await this.until('joined', JOIN_WITHIN_MS, async () => {
      if (!this.instances.every(({ process }) => process.isRunning)) return false;
      return this.servers.admin(async (admin) => {
        const { groups } = await admin.describeGroups(STAGES.map((stage) => `vedette.${stage}`));
        return groups.every(
          ({ groupId, state, members }) =>
            state === 'Stable' && members.length === this.of(groupId.slice('vedette.'.length) as StageName).length,
        );
      });
    });
  }

  /** Resolves when every stage has read and committed its input to the end. */
  async settled(withinMs: number): Promise<void> {
    let calm = 0;
    await this.until('settled', withinMs, async () => {
      // a broker that is being restarted is not calm
      const lag = await this.lag().catch(() => Number.POSITIVE_INFINITY);
      calm = lag === 0 ? calm + 1 : 0;
      return calm >= CALM_LOOKS;
    });
  }

  /** Records that the stages have yet to commit. */
  async lag(): Promise<number> {
    let sum = 0;
    for (const stage of STAGES) sum += await this.lagOf(stage);
    return sum;
  }

  async lagOf(stage: StageName): Promise<number> {
    const reads = DETECTION.find(({ name }) => name === stage)?.reads ?? TELEMETRY_RAW;
    const committed = await this.broker.committed(`vedette.${stage}`, reads.name);
    const ends = await this.broker.offsets(reads.name);
    return ends.reduce((total, { start, end }, partition) => total + end - (committed[partition]?.offset ?? start), 0);
  }

  /** Waits, and fails early when a process has ended that nobody has told to. */
  async until(what: string, withinMs: number, holds: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!(await holds())) {
      const dead = this.instances.find(({ process }) => !process.isAlive);
      if (dead) throw new Error(`a process of ${dead.stage} has ended: ${lastWords(dead.process.log())}`);
      if (performance.now() > deadline)
        throw new Error(`not ${what} within ${withinMs / 1000} s; ${await this.lags()}; ${this.keepLogs()}`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** For whoever looks for the cause: the end of what each process said. */
  private keepLogs(): string {
    mkdirSync(LOGS, { recursive: true });
    for (const { stage, process } of this.instances)
      writeFileSync(join(LOGS, `${stage}-${process.pid}.log`), process.log());
    return `the logs of the processes are in ${LOGS}`;
  }

  private async lags(): Promise<string> {
    const told = [];
    for (const stage of STAGES) told.push(`${stage} is ${await this.lagOf(stage).catch(() => '?')} behind`);
    return told.join(', ');
  }

  /** Peak resident memory of the processes that run, in MB, the largest of each stage. */
  peaks(usage: (pid: number) => { readonly peakRssMb: number } | null): string {
    const largest = (stage: StageName) =>
      Math.max(0, ...this.of(stage).map(({ process }) => usage(process.pid)?.peakRssMb ?? 0));
    return STAGES.map((stage) => `${stage} ${Math.round(largest(stage))}`).join(', ');
  }

  /** Peak resident memory of the processes that run, in MB. */
  peakMb(usage: (pid: number) => { readonly peakRssMb: number } | null): number {
    return Math.max(0, ...this.instances.map(({ process }) => usage(process.pid)?.peakRssMb ?? 0));
  }

  async close(): Promise<void> {
    await Promise.all(this.instances.map(({ process }) => process.stop()));
    this.instances.length = 0;
  }

  /** What became of a chain that must go at once. */
  async kill(): Promise<void> {
    await Promise.all(this.instances.map(({ process }) => process.kill()));
    this.instances.length = 0;
  }
}

const lastWords = (log: string): string => log.trimEnd().split('\n').slice(-3).join(' | ');
