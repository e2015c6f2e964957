import { beforeAll, describe } from '@jest/globals';
import { loginSuite } from './logins.ts';
import { prepare } from './prepared.ts';
import { rightsSuite } from './rights.ts';
import { withSecured } from './secured-stack.ts';
import { storeSuite } from './store.ts';

/** A session lives for little more than the library's margin, so that it is renewed every two seconds. */
const SESSION_MS = '12000';

await withSecured(
  ['kafka', 'redis'],
  (settings) => {
    beforeAll(() => prepare(settings), 90_000);

    describe('logins', () => loginSuite(settings));
    describe('rights', () => rightsSuite(settings));
    describe('the store', () => storeSuite(settings));
  },
  { VEDETTE_STACK_REAUTHENTICATE_MS: SESSION_MS },
);
