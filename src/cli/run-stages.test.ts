import { describe, expect, it } from '@jest/globals';
import { FatalError, type RunningStage } from '../runner.ts';
import { liveness, readiness } from '../shell/health.ts';
import { supervise } from './run-stages.ts';

const quiet = { info() {}, warn() {}, error() {} };

function stage(name: string) {
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const given = { closed: false, fail };
  const running: RunningStage = {
    name,
    failed,
    status: () => ({ stage: name, assignment: [], brokerSeenAt: 1, partitions: [], paused: [], skipped: new Map() }),
    close: async () => {
      given.closed = true;
    },
  };
  return { ...given, isClosed: () => given.closed, start: { name, start: async () => running } };
}

describe('stages of one process', () => {
  it('are ready when each has started', async () => {
    const [a, b] = [stage('intake'), stage('alerts')];
    const gate = Promise.withResolvers<void>();
    const slow = { name: 'alerts', start: () => gate.promise.then(b.start.start) };
    const running = supervise([a.start, slow], quiet);
    await new Promise(setImmediate);
    expect(readiness(running.health(), { now: 2, stallMs: 30_000, servers: [] }).faults).toEqual([
      expect.stringMatching(/^alerts: waits for /),
    ]);
    gate.resolve();
    await new Promise(setImmediate);
    expect(readiness(running.health(), { now: 2, stallMs: 30_000, servers: [] }).ok).toBe(true);
  });

  it('are all closed', async () => {
    const [a, b] = [stage('intake'), stage('alerts')];
    await supervise([a.start, b.start], quiet).close();
    expect([a.isClosed(), b.isClosed()]).toEqual([true, true]);
  });

  it('fail together when one fails, and the others can still be closed', async () => {
    const [a, b] = [stage('intake'), stage('alerts')];
    const running = supervise([a.start, b.start], quiet);
    await new Promise(setImmediate);
    a.fail(new FatalError('the topic was recreated'));
    await expect(running.failed).rejects.toThrow('the topic was recreated');
    expect(liveness(running.health()).faults).toEqual(['intake: failed: the topic was recreated']);
    await running.close();
    expect(b.isClosed()).toBe(true);
  });

  it('fail when one cannot start', async () => {
    const running = supervise([{ name: 'intake', start: async () => Promise.reject(new Error('no topic')) }], quiet);
    await expect(running.failed).rejects.toThrow('no topic');
    await running.close();
  });
});
