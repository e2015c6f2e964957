import { expect, it } from '@jest/globals';
import { UNREADABLE_HEADER } from '../../src/runner/decode.ts';
import { drain, logOf, send, silence, start, world } from './world.ts';

it.each([
  ['too_many_headers', 'too_many_headers'],
  ['made_up_by_a_stranger', 'unreadable'],
])('a record marked as %s is dead-lettered as %s: a stranger makes up no reason code', async (claimed, reason) => {
  const given = world();
  await start(given);
  const record = silence(given, 'a');
  await send(given, { ...record, headers: { ...record.headers, [UNREADABLE_HEADER]: Buffer.from(claimed) } });
  await drain(given);
  const [letter] = await logOf(given.broker, 'features.dlq');
  expect(Buffer.from(letter?.headers['dlq.reason-code'] ?? []).toString()).toBe(reason);
});
