import { describe, expect, it } from '@jest/globals';
import type { Admin, Kafka } from 'kafkajs';
import { RetriableError } from '../../stage.ts';
import { logReader } from './log-reader.ts';

const failure = (type: string) => Object.assign(new Error(type), { type });

/** A cluster whose answers to the questions for offsets and commits are given one after the other. */
function given(...answers: unknown[]) {
  const seen = { connected: 0, disconnected: 0 };
  const answer = async () => {
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  const admin = {
    connect: async () => void seen.connected++,
    disconnect: async () => void seen.disconnected++,
    fetchTopicOffsets: answer,
    fetchOffsets: answer,
  };
  return { seen, log: logReader({ admin: () => admin as unknown as Admin } as Kafka) };
}

const offsets = [
  { partition: 1, low: '5', high: '9' },
  { partition: 0, low: '0', high: '3' },
];

describe('the log reader', () => {
  it('answers by partition number, whatever the order of the broker', async () => {
    expect(await given(offsets).log.offsets('t')).toEqual([
      { start: 0, end: 3 },
      { start: 5, end: 9 },
    ]);
  });

  it('takes a commit of the library for none', async () => {
    const partitions = [
      { partition: 0, offset: '-2', metadata: null },
      { partition: 1, offset: '7', metadata: 'mine' },
      { partition: 2, offset: '-1', metadata: null },
    ];
    const committed = await given([{ topic: 't', partitions }]).log.committed('g', 't');
    expect(committed).toEqual([null, { offset: 7, metadata: 'mine' }, null]);
  });

  it('asks again over a new connection when a leader has moved', async () => {
    const { log, seen } = given(failure('NOT_LEADER_FOR_PARTITION'), offsets);
    expect(await log.offsets('t')).toHaveLength(2);
    expect(seen).toEqual({ connected: 2, disconnected: 1 });
  });

  it('is retriable when that does not help', async () => {
    const { log } = given(failure('NOT_LEADER_FOR_PARTITION'), failure('NOT_LEADER_FOR_PARTITION'));
    await expect(log.offsets('t')).rejects.toBeInstanceOf(RetriableError);
  });

  it('does not ask again for what it has no right to know', async () => {
    const { log, seen } = given(failure('TOPIC_AUTHORIZATION_FAILED'), offsets);
    await expect(log.offsets('t')).rejects.not.toBeInstanceOf(RetriableError);
    expect(seen.connected).toBe(1);
  });
});
