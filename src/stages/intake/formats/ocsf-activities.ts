/** The names that OCSF's common classes give their activities, in the order of their ids from 1 (https://schema.ocsf.io). */
import type { Fields } from '../fields.ts';

const CRUD = ['create', 'read', 'update', 'delete'];
const FINDING = ['create', 'update', 'close'];

const ACTIVITIES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries<readonly string[]>({
    1001: [...CRUD, 'rename', 'set attributes', 'set security', 'get attributes', 'get security', 'encrypt', 'decrypt'],
    1005: ['load', 'unload'],
    1007: ['launch', 'terminate', 'open', 'inject', 'set user id'],
    2004: FINDING,
    2005: FINDING,
    3001: [
      ...['create', 'enable', 'password change', 'password reset', 'disable', 'delete', 'attach policy'],
      ...['detach policy', 'lock', 'mfa factor enable', 'mfa factor disable'],
    ],
    3002: ['logon', 'logoff', 'authentication ticket', 'service ticket request', 'service ticket renew', 'preauth'],
    4001: ['open', 'close', 'reset', 'fail', 'refuse', 'traffic', 'listen'],
    4002: ['connect', 'delete', 'get', 'head', 'options', 'post', 'put', 'trace'],
    4003: ['query', 'response'],
    6003: CRUD,
    201001: ['create', 'read', 'modify', 'delete', 'rename'],
    201002: ['get', 'set', 'modify', 'delete'],
  }),
);

/** '' where the class or the activity is not listed. */
export const activityName = ({ class_uid, activity_id }: Fields): string =>
  ACTIVITIES.get(class_uid ?? '')?.[Number(activity_id) - 1] ?? '';
