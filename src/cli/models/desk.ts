import { MODELS_AUDIT, type MODELS_MEASURED, MODELS_PROMOTED, type PromotedModel } from '../../domain/contracts.gen.ts';
import type { AnyTopic, ValueOf } from '../../domain/topic.ts';
import { type Environment, readEnvironment } from '../../environment.ts';
import type { AdapterManifest } from '../../models/adapter-manifest.ts';
import type { ModelRegistry } from '../../models/alias.ts';
import type { ModelRef } from '../../models/source.ts';
import type { Broker } from '../../ports.ts';
import { kafkaBroker } from '../../shell/kafka/broker.ts';
import { loadAdapter, loadModel, type ModelFile } from '../../shell/models/load-models.ts';
import { signatureCheck } from '../../shell/models/signature.ts';
import { quietLogger } from '../../shell/quiet.ts';
import { openRegistry } from '../../shell/registry/open-registry.ts';
import { type RegistryCodec, registryCodec } from '../../shell/schema-registry/codec.ts';
import { registryClient } from '../../shell/schema-registry/registry-client.ts';
import { readerGroups } from '../readers.ts';
import { readTable, readValues } from '../table-topic.ts';
import { writeChanges } from './write-changes.ts';

/** A record for the table of promotions. */
export interface Change {
  readonly promotion: PromotedModel;
  /** The seat is emptied: the tenant goes by what is promoted for all. */
  readonly isWithdrawn?: boolean;
}

/** Where one works on which models are in force. */
export interface ModelDesk {
  readonly environment: Environment;
  readonly registry: ModelRegistry;
  readonly broker: Broker;
  readonly codec: RegistryCodec;
  /** A version of the registry with its hashes checked, or why it is of no use. */
  model(ref: ModelRef): Promise<ModelFile>;
  /** Every version of a name that is of use. */
  versions(name: string): Promise<readonly Extract<ModelFile, { ok: true }>[]>;
  promotions(): Promise<readonly PromotedModel[]>;
  values<T extends typeof MODELS_AUDIT | typeof MODELS_MEASURED>(
    topic: T,
  ): Promise<readonly { readonly value: ValueOf<T>; readonly appendedAt: number }[]>;
  /** Writes the aliases, the audit and the table. */
  write(changes: readonly Change[]): Promise<void>;
}

/** What the desk writes in Avro. */
const WRITTEN: readonly AnyTopic[] = [MODELS_PROMOTED, MODELS_AUDIT];

/** Opens the desk for the time of the work, as the environment says. */
export async function withModelDesk<T>(work: (desk: ModelDesk) => Promise<T>): Promise<T> {
  const environment = readEnvironment(process.env);
  const broker = kafkaBroker(environment.kafka, quietLogger, readerGroups('models'));
  try {
    return await work(openDesk(environment, broker));
  } finally {
    await broker.close();
  }
}

export function openDesk(environment: Environment, broker: Broker): ModelDesk & PromotionDesk {
  const codec = registryCodec(registryClient(environment.registry));
  const registry = openRegistry(environment.models, environment.s3);
  const { keys } = environment.serving;
  return {
    ...{ environment, registry, broker, codec },
    values: (topic) => readValues(broker, codec, topic),
    ...promotionDesk({ registry, broker, codec, keys }),
  };
}

/** Where versions are looked at and put in force. */
export interface PromotionDesk extends Pick<ModelDesk, 'model' | 'versions' | 'promotions' | 'write'> {
  /** A version of an adapter of texts with its hashes checked; null where it is none, or not sound. */
  adapter(ref: ModelRef): Promise<AdapterManifest | null>;
  /** Every version of the registry. */
  list(): Promise<readonly ModelRef[]>;
}

export interface PromotionWorld {
  readonly registry: ModelRegistry;
  readonly broker: Broker;
  readonly codec: RegistryCodec;
  /** Public keys, PEM, of whom a version must be signed by; empty: of nobody. */
  readonly keys: readonly string[];
}

export function promotionDesk({ registry, broker, codec, keys }: PromotionWorld): PromotionDesk {
  const origin = { source: registry, ...(keys.length > 0 && { verify: signatureCheck(keys) }) };
  const model = (ref: ModelRef) => loadModel(origin, ref);
  return {
    model,
    adapter: (ref) => loadAdapter(origin, ref),
    list: () => registry.list(),
    async versions(name) {
      const refs = (await registry.list()).filter((ref) => ref.name === name);
      const files = await Promise.all(refs.map(model));
      return files.filter((file) => file.ok);
    },
    promotions: async () => [...(await readTable(broker, codec, MODELS_PROMOTED)).values()],
    async write(changes) {
      await codec.ready(WRITTEN.map(({ name }) => name));
      await writeChanges(changes, { registry, broker, codec });
    },
  };
}
