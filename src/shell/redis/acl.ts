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

/** The flags that say that a tenant has new models: set and told of, never read. Selectors came with Redis 7. */
const FLAGS = ['&NEW_MODEL_AVAILABLE:*', '(~NEW_MODEL_AVAILABLE:* +set)'] as const;

/**
 * The least rights of the stages, as ACL SETUSER and a line of an ACL file take them.
 * A user for one stage alone: `vedette:{features:*` for the keys.
 */
export const redisRights = (keys = 'vedette:*'): string =>
  [
    'resetkeys',
    `~${keys}`,
    'resetchannels',
    '&vedette:*',
    FLAGS[0],
    '-@all',
    ...COMMANDS.map((one) => `+${one}`),
    FLAGS[1],
  ].join(' ');
