import type { Precision } from '../../models/manifest.ts';
import type { ModelSource } from '../../models/source.ts';
import type { Logger } from '../../ports.ts';
import { FatalError } from '../../runner.ts';
import type { ModelPort } from '../../stages/inference/ports.ts';
import { openModels } from '../onnx/models.ts';
import { installedChain, isGpu, type Provider } from '../onnx/providers.ts';
import { openServerModels } from '../triton/models.ts';
import { signatureCheck } from './signature.ts';

/** How models are served. */
export interface Serving {
  /** PEMs of those who may sign; none: signatures are not asked for. */
  readonly keys: readonly string[];
  readonly precision: Precision;
  readonly workers: number;
  readonly attemptMs: number;
  /** Tried in this order; none: what is installed. */
  readonly providers: readonly Provider[];
  readonly requiresGpu: boolean;
  /** A server that runs the models in the place of our threads; empty: none. */
  readonly server: string;
  /** For the server; empty: none. */
  readonly token: string;
}

export interface ServingHere extends Serving {
  /** Of the rows that this program writes. */
  readonly featureHash?: string;
}

/** Opens the models as the configuration says. Throws FatalError where a GPU is required and one of them runs on none. */
export async function openServing(source: ModelSource, serving: ServingHere, logger: Logger): Promise<ModelPort> {
  const { keys, precision, workers, attemptMs, featureHash } = serving;
  const verify = keys.length > 0 && { verify: signatureCheck(keys) };
  const origin = { source, precision, ...verify, ...(featureHash !== undefined && { featureHash }) };
  if (serving.server !== '')
    return openServerModels({ ...origin, server: { url: serving.server, token: serving.token, attemptMs }, logger });
  const providers = serving.providers.length > 0 ? serving.providers : installedChain();
  const port = await openModels({ ...origin, workers, attemptMs, providers, logger });
  if (serving.requiresGpu) await refuseCpu(port, providers);
  return port;
}

async function refuseCpu(port: ModelPort, providers: readonly Provider[]): Promise<void> {
  const graphs = port.describe().flatMap((state) => (state.ok && state.provider !== undefined ? [state] : []));
  const onCpu = graphs.filter(({ provider = '' }) => !isGpu(provider)).map(({ name, version }) => `${name}/${version}`);
  if (graphs.length > 0 && onCpu.length === 0) return;
  await port.close();
  throw new FatalError(
    `VEDETTE_REQUIRE_GPU is set and ${onCpu.length > 0 ? `${onCpu.join(', ')} would run on the CPU` : 'no model has opened'}` +
      `, of ${providers.join(', ')}: take the image built with --target gpu on a machine with a GPU, look at VEDETTE_MODEL_PROVIDERS, or unset it`,
  );
}
