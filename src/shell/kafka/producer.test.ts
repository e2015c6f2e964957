import { describe, expect, it } from '@jest/globals';
import type { Logger, Send } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import { type ProducerConnection, repeatingProducer } from './producer.ts';

const quiet: Logger = { info() {}, warn() {}, error() {} };
const send = (partition: number): Send => ({ topic: 't', partition, key: null, value: Uint8Array.of(1), headers: {} });
type Answer = Awaited<ReturnType<ProducerConnection['sendBatch']>>;
const stored = (...partitions: number[]): Answer =>
  partitions.map((partition) => ({ topicName: 't', partition, errorCode: 0 }));

/** A broker that answers the requests one after the other with what the test says. */
function given(answers: (Answer | Error)[]) {
  const seen = { connections: 0, disconnections: 0, requests: [] as unknown[] };
  const connection = (): ProducerConnection => ({
    async connect() {
      seen.connections++;
    },
    async disconnect() {
      seen.disconnections++;
    },
    async sendBatch(request) {
      seen.requests.push(request);
      const answer = answers.shift() ?? new Error('no more answers');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { producer: repeatingProducer(connection, quiet, 250), seen };
}

const failure = (type: string) => Object.assign(new Error(type), { type, retriable: true });

describe('the producer', () => {
  it.each([
    ['a few records as they are', 100, 0],
    ['many with zstd', 20_000, 4],
  ])('asks for acks of all in-sync replicas and sends %s', async (_, bytes, compression) => {
    const { producer, seen } = given([stored(0)]);
    await producer.send([{ ...send(0), value: Buffer.alloc(bytes) }]);
    expect(seen.requests[0]).toMatchObject({ acks: -1, compression });
  });

  it('repeats the whole request over a new connection when a leader has moved', async () => {
    const { producer, seen } = given([failure('NOT_LEADER_FOR_PARTITION'), stored(0, 1)]);
    await producer.send([send(0), send(1)]);
    expect(seen.requests[1]).toEqual(seen.requests[0]);
    expect(seen).toMatchObject({ connections: 2, disconnections: 1 });
  });

  it('repeats when the answer leaves out a partition that was written to', async () => {
    const { producer, seen } = given([stored(0), stored(0, 1)]);
    await producer.send([send(0), send(1)]);
    expect(seen.requests).toHaveLength(2);
  });

  it('is retriable when it has given up', async () => {
    const { producer, seen } = given([]);
    await expect(producer.send([send(0)])).rejects.toBeInstanceOf(RetriableError);
    expect(seen.requests.length).toBeGreaterThan(1);
  });

  it.each(['MESSAGE_TOO_LARGE', 'INVALID_RECORD', 'TOPIC_AUTHORIZATION_FAILED'])(
    'does not repeat what can never work: %s',
    async (type) => {
      const { producer, seen } = given([Object.assign(new Error('wrapped'), { cause: failure(type) })]);
      const error = await producer.send([send(0)]).catch((cause: unknown) => cause);
      expect(error).not.toBeInstanceOf(RetriableError);
      expect(seen.requests).toHaveLength(1);
    },
  );
});
