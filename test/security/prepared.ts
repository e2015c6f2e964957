import { securedEnvironment } from '../../scripts/stack/secrets.ts';
import type { Settings } from '../../scripts/stack/settings.ts';
import { asJson } from '../../src/cli/acls/formats.ts';
import { ALL_STAGES, ROLES } from '../../src/cli/acls/roles.ts';
import { readEnvironment } from '../../src/environment.ts';
import { grant } from '../../src/shell/kafka/rights.fixture.ts';
import { succeed } from '../e2e/processes.ts';

const NAMING = { prefix: 'User:vedette-' };

/** What `vedette acls` renders. */
export const RENDERED = asJson(ROLES, NAMING);
/** Rights that the tests give besides: to the client with a certificate those of a producer. */
export const BESIDES = /^User:vedette-(mtls|all) /;

/** Gives every principal its rights, then makes the topics under that of the administrator of topics. */
export async function prepare(settings: Settings): Promise<void> {
  const producer = RENDERED.filter(({ role }) => role === 'producer');
  await grant(readEnvironment(securedEnvironment(settings)).kafka, [
    ...RENDERED,
    ...asJson([ALL_STAGES], NAMING),
    ...producer.map((role) => ({ ...role, principal: 'User:vedette-mtls' })),
  ]);
  await succeed(['topics', 'apply', '--replicas', '1'], securedEnvironment(settings, 'vedette-topics-admin'));
}
