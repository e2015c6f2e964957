import {
  MODELS_PROMOTED,
  type PromotedModel,
  TRAINING_JOBS,
  TRAINING_ORDERS,
  TRAINING_STATUS,
  type TrainingJob,
  type TrainingOrder,
  type TrainingStatus,
} from '../../domain/contracts.gen.ts';
import { readEnvironment } from '../../environment.ts';
import type { Broker } from '../../ports.ts';
import { kafkaBroker } from '../../shell/kafka/broker.ts';
import { quietLogger } from '../../shell/quiet.ts';
import { type RegistryCodec, registryCodec } from '../../shell/schema-registry/codec.ts';
import { registryClient } from '../../shell/schema-registry/registry-client.ts';
import { readerGroups } from '../readers.ts';
import { readTable, send, sendOf } from '../table-topic.ts';

/** Where one looks at trainings and gives orders. */
export interface TrainingDesk {
  readonly broker: Broker;
  readonly codec: RegistryCodec;
  /** Of one tenant, or of all. The newest last. */
  jobs(tenant: string | undefined): Promise<readonly TrainingJob[]>;
  buffers(tenant: string | undefined): Promise<readonly TrainingStatus[]>;
  /** Versions that were promoted for tenants of their own. */
  active(tenant: string | undefined): Promise<readonly PromotedModel[]>;
  order(order: TrainingOrder): Promise<void>;
}

/** Opens the desk for the time of the work, as the environment says. */
export async function withTrainingDesk<T>(work: (desk: TrainingDesk) => Promise<T>): Promise<T> {
  const environment = readEnvironment(process.env);
  const broker = kafkaBroker(environment.kafka, quietLogger, readerGroups('training-desk'));
  try {
    return await work(trainingDesk(broker, registryCodec(registryClient(environment.registry))));
  } finally {
    await broker.close();
  }
}

export function trainingDesk(broker: Broker, codec: RegistryCodec): TrainingDesk {
  const isOf = (tenant: string | undefined) => (one: { readonly tenant: string }) =>
    tenant === undefined || one.tenant === tenant;
  return {
    ...{ broker, codec },
    async jobs(tenant) {
      const all = [...(await readTable(broker, codec, TRAINING_JOBS)).values()].filter(isOf(tenant));
      return all.toSorted((a, b) => a.queued - b.queued || (a.id < b.id ? -1 : 1));
    },
    async buffers(tenant) {
      const all = [...(await readTable(broker, codec, TRAINING_STATUS)).values()].filter(isOf(tenant));
      return all.toSorted((a, b) => (`${a.tenant} ${a.kind}` < `${b.tenant} ${b.kind}` ? -1 : 1));
    },
    async active(tenant) {
      const all = [...(await readTable(broker, codec, MODELS_PROMOTED)).values()].filter(isOf(tenant));
      return all.filter((one) => one.tenant !== '' && one.role === 'active' && one.version !== '');
    },
    async order(order) {
      await codec.ready([TRAINING_ORDERS.name]);
      const key = { tenant: order.tenant, id: order.id };
      await send(broker, [sendOf(TRAINING_ORDERS, key, order, codec)]);
    },
  };
}
