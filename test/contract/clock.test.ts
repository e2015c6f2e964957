import { virtualClock } from '../../src/memory/clock.ts';
import { systemClock } from '../../src/shell/clock.ts';
import { clockContract } from './clock-contract.ts';

clockContract('memory', () => {
  const clock = virtualClock(1_700_000_000_000);
  return {
    clock,
    async pass(ms) {
      await clock.advance(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
});

clockContract('this machine', () => ({
  clock: systemClock,
  pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}));
