/** Targets with every fault that the watch must find, each at the inputs that begin with its letter. */
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { law, RAW, type Target } from './target.ts';

const letters = fc.constantFrom(...'aaaaaaaaaaaaaaab').map((letter) => Buffer.from(letter));
const isHit = (bytes: Uint8Array): boolean => bytes[0] === 0x62;
const faulty = (name: string, fault: () => void | Promise<void>): Target<Uint8Array> => ({
  name,
  about: 'falls over at b',
  file: RAW,
  inputs: () => letters,
  check: (bytes) => (isHit(bytes) ? fault() : undefined),
});

const kept: Buffer[] = [];
/** Of the processor's time: others use the machine too. */
const busy = (ms: number): void => {
  const before = process.cpuUsage();
  while (process.cpuUsage(before).user < ms * 1_000);
};

export const TARGETS: readonly Target[] = [
  faulty('sound', () => {}),
  faulty('breaks-a-law', () => law(false, 'b is not allowed')),
  faulty('throws', () => void (undefined as unknown as { name: string }).name),
  faulty('rejects', async () => {
    await setTimeout(1);
    throw new RangeError('later');
  }),
  faulty('pollutes', () => {
    (Object.prototype as Record<string, unknown>).admin = true;
  }),
  faulty('is-slow', () => busy(1_100)),
  faulty('hangs', () => {
    for (;;);
  }),
  faulty('never-settles', () => new Promise(() => {})),
  faulty('dies', () => process.abort()),
  faulty('eats-memory', () => void kept.push(Buffer.alloc(260_000_000, 1))),
] as readonly Target[];
