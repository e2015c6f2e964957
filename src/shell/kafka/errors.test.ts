import { describe, expect, it } from '@jest/globals';
import { RetriableError } from '../../stage.ts';
import { UnreadableBatchError } from './codecs.ts';
import { isHopeless, portError } from './errors.ts';

const failure = (facts: object, cause?: unknown) =>
  Object.assign(new Error('it failed'), facts, cause ? { cause } : {});

describe('an error of the library', () => {
  it.each([
    ['a moved leader', failure({ type: 'NOT_LEADER_FOR_PARTITION' })],
    ['too few replicas', failure({ type: 'NOT_ENOUGH_REPLICAS' })],
    ['a lost connection', failure({ name: 'KafkaJSConnectionError' })],
    [
      'a missing coordinator, though the library calls it final',
      failure({ name: 'KafkaJSGroupCoordinatorNotFound', retriable: false }),
    ],
    ['a topic that is not there yet', failure({ type: 'UNKNOWN_TOPIC_OR_PARTITION' })],
    ['no error at all', 'text'],
  ])('can be waited for: %s', (_, error) => {
    expect(portError(error, 'produce')).toBeInstanceOf(RetriableError);
  });

  it.each([
    ['a record that is too large', failure({ type: 'MESSAGE_TOO_LARGE' })],
    ['missing rights, however deep', failure({}, failure({}, failure({ type: 'TOPIC_AUTHORIZATION_FAILED' })))],
    ['a batch that cannot be passed by', failure({}, new UnreadableBatchError('it failed'))],
    ['a wrong password', failure({ name: 'KafkaJSSASLAuthenticationError' })],
    ['a certificate that is not trusted', failure({}, failure({ code: 'SELF_SIGNED_CERT_IN_CHAIN' }))],
    ['many errors at once', failure({ errors: [failure({}, failure({ type: 'TOPIC_AUTHORIZATION_FAILED' }))] })],
  ])('cannot be waited for: %s', (_, error) => {
    const ours = portError(error, 'produce');
    expect(ours).not.toBeInstanceOf(RetriableError);
    expect(ours.message).toBe('Kafka: produce failed: it failed');
  });

  it('of many parts tells each', () => {
    const error = failure({ errors: [new Error('a'), new Error('b'), new Error('a')] });
    expect(portError(error, 'create topics').message).toBe('Kafka: create topics failed: a; b');
  });

  it('may be its own cause', () => {
    const error = failure({});
    Object.assign(error, { cause: error });
    expect(isHopeless(error)).toBe(false);
  });
});
