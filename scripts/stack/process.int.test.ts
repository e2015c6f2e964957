import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withLock } from './lock.ts';
import { logTail, runningPid, startDetached, stopProcess } from './process.ts';

let state = '';
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'vedette-stack-'));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

/** This process is the parent: what has ended keeps its pid until the event loop has taken note. */
const reaped = () => pause(500);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('a server of the stack', () => {
  it('is known by its pid until it is stopped', async () => {
    await startDetached(state, 'server', { program: 'sleep', args: ['60'] });
    const pid = runningPid(state, 'server') ?? 0;
    expect(pid).toBeGreaterThan(0);
    expect(await stopProcess(state, 'server')).toBe(true);
    expect(runningPid(state, 'server')).toBeNull();
    await reaped();
    expect(() => process.kill(pid, 0)).toThrow();
  });

  it('is told from another process that has come by its pid', async () => {
    writeFileSync(join(state, 'server.pid'), `${process.pid} 12345`);
    expect(runningPid(state, 'server')).toBeNull();
    expect(await stopProcess(state, 'server')).toBe(false);
  });

  it('leaves what it said', async () => {
    await startDetached(state, 'server', { program: 'sh', args: ['-c', 'echo one; echo two >&2'] });
    await pause(300);
    expect(logTail(state, 'server', 1)).toBe('two');
    expect(runningPid(state, 'server')).toBeNull();
  });

  it('that cannot be started is an error', async () => {
    await expect(startDetached(state, 'server', { program: '/no/such/program', args: [] })).rejects.toThrow('ENOENT');
  });
});

describe('the lock of the stack', () => {
  it('lets one in at a time', async () => {
    const order: string[] = [];
    const work = (name: string) =>
      withLock(state, async () => {
        order.push(`${name} in`);
        await pause(20);
        order.push(`${name} out`);
      });
    await Promise.all([work('a'), work('b')]);
    expect(order).toHaveLength(4);
    expect(order[0]?.[0]).toBe(order[1]?.[0]);
  });

  it('is free again after a failure', async () => {
    await expect(withLock(state, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(withLock(state, async () => 'yes')).resolves.toBe('yes');
  });

  it('is taken over from a process that has ended', async () => {
    writeFileSync(join(state, 'lock'), '2147483646');
    await expect(withLock(state, async () => 'mine')).resolves.toBe('mine');
  });
});
