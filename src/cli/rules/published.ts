import { type PublishedRule, RULES_PUBLISHED } from '../../domain/contracts.gen.ts';
import { readEnvironment } from '../../environment.ts';
import { kafkaBroker } from '../../shell/kafka/broker.ts';
import { quietLogger } from '../../shell/quiet.ts';
import { registryCodec } from '../../shell/schema-registry/codec.ts';
import { registryClient } from '../../shell/schema-registry/registry-client.ts';
import { readerGroups } from '../readers.ts';
import { readTable, send, sendOf } from '../table-topic.ts';

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
      read: () => readTable(broker, codec, RULES_PUBLISHED),
      write: async (changes) => {
        await codec.ready([RULES_PUBLISHED.name]);
        await send(
          broker,
          changes.map(({ tenant, id, rule }) => sendOf(RULES_PUBLISHED, { tenant, id }, rule, codec)),
        );
      },
    });
  } finally {
    await broker.close();
  }
}
