import { describe, expect, it } from '@jest/globals';
import { feedback } from '../../../test/feedback.ts';
import { TOPICS } from '../../domain/contracts.gen.ts';
import { memoryBroker } from '../../memory/broker.ts';
import { memoryCodec } from '../../memory/codec.ts';
import type { Producer } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import { feedbackGate } from './gate.ts';

const given = () => memoryBroker({ topics: TOPICS, now: () => 1, drive: 'manual' });
const piece = feedback('verdict');

describe('the gate of feedback', () => {
  it('given a Kafka that is away, then so much waits and no more, and all of that is stored when it is back', async () => {
    const broker = given();
    const { promise: connected, resolve: connect } = Promise.withResolvers<Producer>();
    const gate = feedbackGate({ ...broker, producer: () => connected }, memoryCodec());
    const waiting = Array.from({ length: 32 }, () => gate.submit([piece]));
    await expect(gate.submit([piece])).rejects.toBeInstanceOf(RetriableError);
    connect(await broker.producer());
    await Promise.all(waiting);
    await gate.submit([piece]);
    const stored = (await broker.offsets('feedback.submitted.v1')).reduce((sum, { end }) => sum + end, 0);
    expect(stored).toBe(33);
  });

  it('given a connection that fails, then the next one is tried anew', async () => {
    const broker = given();
    let tries = 0;
    const producer = async () => {
      if (tries++ === 0) throw new RetriableError('away');
      return broker.producer();
    };
    const gate = feedbackGate({ ...broker, producer }, memoryCodec());
    await expect(gate.submit([piece])).rejects.toThrow('away');
    await gate.submit([piece]);
    expect(tries).toBe(2);
  });
});
