import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { type KafkaAdmin, kafkaAdmin } from '../../src/shell/kafka/admin.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { brokerContract } from '../contract/broker-contract.ts';
import { quiet } from './quiet.ts';
import { withServers } from './servers.ts';

await withServers(['kafka'], ({ kafka }) => {
  const config = { brokers: kafka.split(','), clientId: 'vedette-test' };
  let admin: KafkaAdmin;

  beforeAll(() => {
    admin = kafkaAdmin(config, quiet);
  });
  afterAll(() => admin.close());

  brokerContract('Kafka', async (partitions) => {
    const topic = `contract.${randomUUID()}`;
    await admin.create({ topic, partitions, replicas: 1, config: {} });
    return { topic, broker: kafkaBroker(config, quiet) };
  });
});
