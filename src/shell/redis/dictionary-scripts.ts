import { MOST_TENANTS, MOST_UNDONE } from '../../stages/dictionary/ports.ts';

/** Field of the versions that counts the changes of all tenants: no tenant is called so. */
export const ALL_TENANTS = '*';

const CHANGE = `
local function change()
  redis.call('HINCRBY', KEYS[1], '${ALL_TENANTS}', 1)
  return redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
end
`;

/**
 * Adds entries that are not there yet; one answer each, 1: it is there, 0: no room. Keys: versions, entries and undone ones
 * of the tenant. Arguments: tenant, channel, most entries, then id and text of each.
 */
export const ADD_SCRIPT = `${CHANGE}
local answers, changed = {}, false
for i = 4, #ARGV, 2 do
  local isNew = redis.call('HEXISTS', KEYS[2], ARGV[i]) == 0
  local isStranger = redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 and redis.call('HLEN', KEYS[1]) > ${MOST_TENANTS}
  local isFull = redis.call('HLEN', KEYS[2]) - redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[3])
  answers[#answers + 1] = isNew and (isStranger or isFull) and 0 or 1
  if isNew and not isStranger and not isFull then
    redis.call('HSET', KEYS[2], ARGV[i], change() .. ' ' .. ARGV[i + 1])
    changed = true
  end
end
if changed then redis.call('PUBLISH', ARGV[2], ARGV[1]) end
return answers
`;

/** Takes an entry back; 2: undone, 1: it was already, 0: there is none. Keys as above. Arguments: tenant, channel, id. */
export const UNDO_SCRIPT = `${CHANGE}
if redis.call('HEXISTS', KEYS[2], ARGV[3]) == 0 then return 0 end
if redis.call('ZSCORE', KEYS[3], ARGV[3]) then return 1 end
redis.call('ZADD', KEYS[3], change(), ARGV[3])
if redis.call('ZCARD', KEYS[3]) > ${MOST_UNDONE} then
  redis.call('HDEL', KEYS[2], redis.call('ZPOPMIN', KEYS[3])[1])
end
redis.call('PUBLISH', ARGV[2], ARGV[1])
return 2
`;
