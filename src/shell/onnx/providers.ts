import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What may run a graph, the fastest first. */
export const PROVIDERS = ['tensorrt', 'cuda', 'webgpu', 'cpu'] as const;
export type Provider = (typeof PROVIDERS)[number];

export const isGpu = (provider: string): boolean => provider !== 'cpu' && PROVIDERS.some((one) => one === provider);

/** Those that the package of the runtime leaves out; they lie beside it when they were asked for at its installation. */
const LIBRARIES: Readonly<Partial<Record<Provider, string>>> = {
  tensorrt: 'libonnxruntime_providers_tensorrt.so',
  cuda: 'libonnxruntime_providers_cuda.so',
};

/** Asking the runtime for a provider that is not there costs red lines on stderr. */
export function isInstalled(provider: Provider): boolean {
  const library = LIBRARIES[provider];
  if (library === undefined) return true;
  const main = createRequire(import.meta.url).resolve('onnxruntime-node');
  return existsSync(join(dirname(main), '../bin/napi-v6', process.platform, process.arch, library));
}

/**
 * The chain where none is named. WebGPU takes any adapter, also one that a CPU plays, so it is tried only where it is
 * named.
 */
export const installedChain = (): readonly Provider[] =>
  PROVIDERS.filter((provider) => provider !== 'webgpu' && isInstalled(provider));
