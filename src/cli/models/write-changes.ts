import { MODELS_AUDIT, MODELS_PROMOTED, type PromotedModel } from '../../domain/contracts.gen.ts';
import type { ModelRegistry } from '../../models/alias.ts';
import { promotionId } from '../../models/promotion.ts';
import type { Broker, Codec } from '../../ports.ts';
import { ModelStoreRefusal } from '../../shell/registry/object-store.ts';
import { EXIT, Failure } from '../failure.ts';
import { say } from '../output.ts';
import { send, sendOf } from '../table-topic.ts';
import type { Change } from './desk.ts';

interface World {
  readonly registry: ModelRegistry;
  readonly broker: Broker;
  readonly codec: Codec;
}

/**
 * The alias first, as it shows whether somebody else promotes at this moment; then the audit, as an entry without effect
 * is better than an effect without an entry; then the table, which counts. Who runs it again after a failure in between
 * ends with all three.
 */
export async function writeChanges(changes: readonly Change[], world: World): Promise<void> {
  for (const { promotion } of changes) if (promotion.role === 'active') await moveAlias(promotion, world.registry);
  const { broker, codec } = world;
  const keyed = changes.map(({ promotion, isWithdrawn }) => ({
    key: { tenant: promotion.tenant, id: promotionId(promotion) },
    ...{ promotion, isWithdrawn },
  }));
  await send(
    broker,
    keyed.map(({ key, promotion }) => sendOf(MODELS_AUDIT, key, promotion, codec)),
  );
  await send(
    broker,
    keyed.map(({ key, promotion, isWithdrawn }) => sendOf(MODELS_PROMOTED, key, isWithdrawn ? null : promotion, codec)),
  );
}

async function moveAlias(promotion: PromotedModel, registry: ModelRegistry): Promise<void> {
  const { name, tenant, version, previous, promotedBy, reason, time } = promotion;
  const key = { name, tenant };
  try {
    const before = await registry.readAlias(key);
    const alias = { active: version, previous, by: promotedBy.slice(0, 200), time, reason: reason.slice(0, 500) };
    if (await registry.writeAlias(key, alias, before?.revision ?? null)) return;
  } catch (error) {
    if (!isReadOnly(error)) throw error;
    say(`the alias of ${name} was not moved: the registry may only be read`);
    return;
  }
  throw new Failure(EXIT.difference, `somebody else has just promoted a version of ${name}: look, and try again`);
}

/** What is baked into an image, or a key with no right to write. */
const isReadOnly = (error: unknown): boolean =>
  ['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '') ||
  (error instanceof ModelStoreRefusal && error.message.includes(' with 403'));
