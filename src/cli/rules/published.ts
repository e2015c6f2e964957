import { type PublishedRule, RULES_PUBLISHED } from '../../domain/contracts.gen.ts';
import { readEnvironment } from '../../environment.ts';
import type { Broker, Codec, Send } from '../../ports.ts';
import { keyText } from '../../runner/wire-key.ts';
import { missingTopic } from '../../runner.ts';
import { kafkaBroker } from '../../shell/kafka/broker.ts';
import { quietLogger } from '../../shell/quiet.ts';
import { registryCodec } from '../../shell/schema-registry/codec.ts';
import { registryClient } from '../../shell/schema-registry/registry-client.ts';
import { readerGroups } from '../readers.ts';

/** What stands in the table of rules, by key. */
export type Published = ReadonlyMap<string, PublishedRule>;

/** A rule to be put there; null takes it away. */
export interface Change {
  readonly tenant: string;
  readonly id: string;
  readonly rule: PublishedRule | null;
}

export interface RuleTable {
  read(): Promise<Published>;
  write(changes: readonly Change[]): Promise<void>;
}

/** Opens rules.published.v1 for the time of the work, as the environment says. */
export async function withRuleTable<T>(work: (table: RuleTable) => Promise<T>): Promise<T> {
  const environment = readEnvironment(process.env);
  const broker = kafkaBroker(environment.kafka, quietLogger, readerGroups('rules'));
  try {
    const codec = registryCodec(registryClient(environment.registry));
    return await work({
      read: () => readTable(broker, codec),
      write: async (changes) => {
        await codec.ready([RULES_PUBLISHED.name]);
        await send(
          broker,
          changes.map((change) => sendOf(change, codec)),
        );
      },
    });
  } finally {
    await broker.close();
  }
}

/** The newest value of each key. A record that cannot be read is passed over, as the stages do. */
export async function readTable(broker: Broker, codec: Codec): Promise<Published> {
  if ((await broker.partitions(RULES_PUBLISHED.name)) === null) throw missingTopic(RULES_PUBLISHED.name);
  const rules = new Map<string, PublishedRule>();
  for await (const { key, value } of broker.readAll(RULES_PUBLISHED.name)) {
    const name = Buffer.from(key ?? []).toString();
    const decoded = value && (await codec.decode(RULES_PUBLISHED.name, value));
    if (decoded === null) rules.delete(name);
    else if (decoded.ok) rules.set(name, decoded.value as PublishedRule);
  }
  return rules;
}

async function send(broker: Broker, sends: readonly Send[]): Promise<void> {
  const producer = await broker.producer();
  try {
    await producer.send(sends);
  } finally {
    await producer.close();
  }
}

const sendOf = ({ tenant, id, rule }: Change, codec: Codec): Send => ({
  topic: RULES_PUBLISHED.name,
  partition: 0,
  key: Buffer.from(keyText({ tenant, id })),
  value: rule && codec.encode(RULES_PUBLISHED.name, rule),
  headers: { 'tenant-id': Buffer.from(tenant) },
});
