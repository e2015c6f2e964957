import { beforeAll, describe } from '@jest/globals';
import { securedEnvironment } from '../../scripts/stack/secrets.ts';
import { asJson } from '../../src/cli/acls/formats.ts';
import { ALL_STAGES, ROLES } from '../../src/cli/acls/roles.ts';
import { readEnvironment } from '../../src/environment.ts';
import { grant } from '../../src/shell/kafka/rights.fixture.ts';
import { succeed } from '../e2e/processes.ts';
import { loginSuite } from './logins.ts';
import { redactionSuite } from './redaction.ts';
import { RENDERED, rightsSuite } from './rights.ts';
import { withSecured } from './secured-stack.ts';
import { storeSuite } from './store.ts';

/** A session lives for little more than the library's margin, so that it is renewed every two seconds. */
const SESSION_MS = '12000';

await withSecured(
  ['kafka', 'redis'],
  (settings) => {
    beforeAll(async () => {
      await grant(readEnvironment(securedEnvironment(settings)).kafka, [
        ...RENDERED,
        ...asJson([ALL_STAGES], { prefix: 'User:vedette-' }),
        ...asJson(
          ROLES.filter(({ name }) => name === 'producer'),
          { prefix: 'User:vedette-' },
        ).map((role) => ({
          ...role,
          principal: 'User:vedette-mtls',
        })),
      ]);
      await succeed(['topics', 'apply', '--replicas', '1'], securedEnvironment(settings, 'vedette-topics-admin'));
    }, 90_000);

    describe('logins', () => loginSuite(settings));
    describe('rights', () => rightsSuite(settings));
    describe('redaction', () => redactionSuite(settings));
    describe('the store', () => storeSuite(settings));
  },
  { VEDETTE_STACK_REAUTHENTICATE_MS: SESSION_MS },
);
