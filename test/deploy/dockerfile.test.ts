import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const text = readFileSync(join(ROOT, 'deploy/docker/Dockerfile'), 'utf8').replaceAll('\\\n', ' ');
const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));

interface Stage {
  readonly base: string;
  readonly name: string;
  readonly lines: readonly string[];
}

const stages: Stage[] = [];
for (const line of lines) {
  const [, base, name = ''] = /^FROM (\S+)(?: AS (\S+))?$/.exec(line) ?? [];
  if (base !== undefined) stages.push({ base, name, lines: [] });
  else (stages.at(-1)?.lines as string[] | undefined)?.push(line);
}
const stage = (name: string): Stage => {
  const found = stages.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no stage ${name}`);
  return found;
};
const linesOf = ({ lines: own }: Stage, word: string) => own.filter((line) => line.startsWith(`${word} `));

describe('the Dockerfile', () => {
  it('builds the image for CPUs where no stage is named', () => {
    expect(stages.at(-1)).toMatchObject({ name: '', base: expect.stringMatching(/^node:24\./) });
  });

  it('has one version of Node', () => {
    expect(new Set(stages.map(({ base }) => base).filter((base) => base.startsWith('node:'))).size).toBe(1);
  });

  it('copies from stages that stand above, and files that exist', () => {
    for (const [i, one] of stages.entries()) {
      const above = stages.slice(0, i).map(({ name }) => name);
      for (const line of linesOf(one, 'COPY')) {
        const [, from, rest = ''] = /^COPY (?:--from=(\S+) )?(.*)$/.exec(line) ?? [];
        if (from !== undefined) expect(above).toContain(from);
        else
          for (const path of rest.split(' ').slice(0, -1))
            expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
      }
    }
  });

  it('starts both images in the same way, as nobody in particular', () => {
    const [gpu, cpu] = [stage('gpu'), stages.at(-1) as Stage];
    for (const word of ['ENTRYPOINT', 'CMD', 'ENV', 'EXPOSE', 'WORKDIR'])
      expect(linesOf(gpu, word)).toEqual(linesOf(cpu, word));
    expect([linesOf(gpu, 'USER'), linesOf(cpu, 'USER')]).toEqual([['USER 1000:1000'], ['USER node']]);
  });
});

describe('the stage for GPUs', () => {
  const metadata = createRequire(import.meta.url)('onnxruntime-node/script/install-metadata.js') as {
    readonly requirements: Readonly<Record<string, readonly string[]>>;
    readonly manifests: Readonly<Record<string, object>>;
  };
  const [, asked = ''] = /ONNXRUNTIME_NODE_INSTALL=(\S+)/.exec(linesOf(stage('gpu-dependencies'), 'RUN').join()) ?? [];

  it('asks for libraries that this version of the runtime offers, those that the chain of providers looks for', () => {
    expect(metadata.requirements['linux/x64']).toContain(asked);
    expect(Object.keys(metadata.manifests[`linux/x64:${asked}`] ?? {})).toEqual(
      expect.arrayContaining(['./libonnxruntime_providers_cuda.so', './libonnxruntime_providers_tensorrt.so']),
    );
  });

  it('stands on the same major of CUDA, with cuDNN', () => {
    expect(stage('gpu').base).toMatch(/^\$\{GPU_BASE\}$/);
    const [, major] = /^ARG GPU_BASE=nvidia\/cuda:(\d+)\.\d+\.\d+-cudnn-runtime-/m.exec(text) ?? [];
    expect(`cuda${major}`).toBe(asked);
  });
});
