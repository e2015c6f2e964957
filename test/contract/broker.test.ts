import { memoryBroker } from '../../src/memory/broker.ts';
import { brokerContract } from './broker-contract.ts';

brokerContract('in memory', async (partitions) => {
  const topic = 'contract';
  return { topic, broker: memoryBroker({ topics: [{ name: topic, partitions }], now: Date.now, drive: 'auto' }) };
});
