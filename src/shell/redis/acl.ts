/** Every command that the state store and the dictionaries send, those inside of their scripts included. HELLO and AUTH need no right. */
const COMMANDS = [
  'info',
  'select',
  'multi',
  'exec',
  'hmget',
  'hkeys',
  'hvals',
  'eval',
  'evalsha',
  'hget',
  'hset',
  'hdel',
  'set',
  'hexists',
  'hlen',
  'hincrby',
  'zadd',
  'zcard',
  'zscore',
  'zpopmin',
  'zrange',
  'publish',
  'subscribe',
];

/**
 * The least rights of the stages, as ACL SETUSER and a line of an ACL file take them.
 * A user for one stage alone: `vedette:{features:*` for the keys.
 */
export const redisRights = (keys = 'vedette:*'): string =>
  ['resetkeys', `~${keys}`, 'resetchannels', '&vedette:*', '-@all', ...COMMANDS.map((command) => `+${command}`)].join(
    ' ',
  );
