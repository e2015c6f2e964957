import type { Broker, Logger } from '../../ports.ts';
import { namespacedBroker } from '../namespace.ts';
import { AT_ONCE, type KafkaConfig, kafkaClient, PATIENT } from './client.ts';
import { follow, type OpenConsumer, readAll } from './follow.ts';
import { groupConsumer } from './group-consumer.ts';
import { logReader } from './log-reader.ts';
import { kafkaProducer } from './producer.ts';

/** The broker port on a real Kafka. Groups of the moment, in which a whole topic is read, are called `readers` and a UUID. */
export function kafkaBroker(config: KafkaConfig, logger: Logger, readers = 'vedette.reader.'): Broker {
  const client = kafkaClient(config, logger, PATIENT);
  const log = logReader(client);
  const { sessionTimeoutMs } = config;
  const opener =
    (topic: string): OpenConsumer =>
    (group, handler) =>
      groupConsumer({ client, group, topic, handler, log, logger, sessionTimeoutMs });
  const broker: Broker = {
    producer: async () => kafkaProducer(kafkaClient(config, logger, AT_ONCE), logger),
    consume: async ({ group, topic, handler }) => opener(topic)(group, handler),
    partitions: log.partitions,
    offsets: log.offsets,
    committed: log.committed,
    readAll: (topic) => readAll({ open: opener(topic), log, readers }, topic),
    follow: (topic, onRecords, signal) => follow({ open: opener(topic), log, readers }, onRecords, signal),
    close: log.close,
  };
  return config.namespace ? namespacedBroker(broker, config.namespace) : broker;
}
