import { createHash } from 'node:crypto';

/**
 * Saves a shard when its version is the expected one; 1 saved, 0 someone else went further.
 * Arguments: expected version, next version, record, number of states, then key and bytes of each, number of states to delete, then
 * the keys, and the same for the timers.
 */
export const SAVE_SCRIPT = `
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if version ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'record', ARGV[3])
local at = 4
for key = 2, 3 do
  local last = at + 2 * tonumber(ARGV[at])
  for i = at + 1, last, 2 do redis.call('HSET', KEYS[key], ARGV[i], ARGV[i + 1]) end
  at = last + 1
  last = at + tonumber(ARGV[at])
  for i = at + 1, last do redis.call('HDEL', KEYS[key], ARGV[i]) end
  at = last + 1
end
return 1
`;

export const SAVE_SHA = createHash('sha1').update(SAVE_SCRIPT).digest('hex');

type Argument = string | number | Buffer;

/** One of the two maps of a change as the script wants it; null deletes. */
export function changeArguments(change: ReadonlyMap<string, Uint8Array | number | null>): readonly Argument[] {
  const set: Argument[] = [];
  const deleted: string[] = [];
  for (const [key, value] of change) {
    if (value === null) deleted.push(key);
    else set.push(key, typeof value === 'number' ? value : view(value));
  }
  return [set.length / 2, ...set, deleted.length, ...deleted];
}

export const view = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
