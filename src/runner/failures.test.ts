import { expect, it } from '@jest/globals';
import { Failures } from './failures.ts';

const of = (key: string | null) => ({
  ...{ key: key === null ? null : Buffer.from(key), value: null, headers: {} },
  ...{ partition: 0, offset: 0, timestamp: 0 },
});

it('quarantines a source that fails five times, but never the records without a key', () => {
  const failures = new Failures();
  for (let i = 0; i < 5; i++) for (const key of ['acme/bad', null]) failures.isBroken(of(key));
  expect([of('acme/bad'), of('acme/good'), of(null)].map((one) => failures.isQuarantined(one))).toEqual([
    true,
    false,
    false,
  ]);
});

it('takes rare failures of many sources for no bad deploy', () => {
  const [rare, dense] = [new Failures(), new Failures()];
  const broken = Array.from({ length: 30 }, (_, i) => {
    rare.passed(10_000);
    dense.passed(100);
    return [rare.isBroken(of(`acme/${i}`)), dense.isBroken(of(`acme/${i}`))];
  });
  expect(broken.map(([isBroken]) => isBroken)).not.toContain(true);
  expect(broken.map(([, isBroken]) => isBroken)).toContain(true);
});
