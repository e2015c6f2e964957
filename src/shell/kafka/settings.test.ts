import { describe, expect, it } from '@jest/globals';
import { PRODUCER_SETTINGS } from './producer.ts';
import { CONSUMER_SETTINGS, RUN_SETTINGS } from './session.ts';

describe('what the library is told', () => {
  it('no topic springs up from a typing error, whatever the broker allows', () => {
    expect(PRODUCER_SETTINGS.allowAutoTopicCreation).toBe(false);
    expect(CONSUMER_SETTINGS.allowAutoTopicCreation).toBe(false);
  });

  it('one request is in flight, so that a lost one cannot change the order', () => {
    expect(PRODUCER_SETTINGS.maxInFlightRequests).toBe(1);
  });

  it('the partition is the one that the record names', () => {
    const choose = PRODUCER_SETTINGS.createPartitioner();
    expect(choose({ message: { partition: 7 } })).toBe(7);
    expect(() => choose({ message: {} })).toThrow('without a partition');
  });

  it('no offset is resolved or committed behind our back, and the library does not restart by itself', async () => {
    expect(RUN_SETTINGS).toMatchObject({ autoCommit: false, eachBatchAutoResolve: false });
    expect(await CONSUMER_SETTINGS.retry.restartOnFailure()).toBe(false);
  });

  it('a consumer that died is replaced within its session, and a fetch is bounded', () => {
    expect(CONSUMER_SETTINGS).toMatchObject({
      heartbeatInterval: 1000,
      rebalanceTimeout: 60_000,
      minBytes: 1,
      maxWaitTimeInMs: 100,
      maxBytesPerPartition: 131_072,
      maxBytes: 1_048_576,
    });
  });
});
