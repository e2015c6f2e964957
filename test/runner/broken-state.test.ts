import { expect, it } from '@jest/globals';
import type { AnyStage } from '../../src/runner.ts';
import { counting, drain, logOf, send, silence, start, world } from './world.ts';

it('stops the stage when a saved state cannot be read, and dead-letters nothing', async () => {
  const given = world();
  const first = await start(given);
  await send(given, silence(given, 'a'));
  await drain(given);
  await first.close();
  const stage = counting();
  const state = {
    version: 0,
    encode: () => Buffer.of(),
    decode: () => {
      throw new Error('state has version 1, this program reads 0');
    },
  };
  const next = await start(given, { ...stage, state } as AnyStage);
  await send(given, silence(given, 'b'));
  await drain(given);
  await expect(next.failed).rejects.toThrow(
    /features:0:0: a saved state cannot be read .* version 1, this program reads 0/,
  );
  expect(await logOf(given.broker, 'features.dlq')).toEqual([]);
});
