import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesBelow, ROOT, read, type SourceFile, sourceFiles } from './source-graph.ts';

const FOLDERS = ['src', 'trainer', 'bench', 'scripts', 'test'].filter((folder) => existsSync(join(ROOT, folder)));
const isTest = (path: string) => /\.(test|fixture)\.ts$/.test(path);
const sources = sourceFiles('src').filter(({ path }) => !isTest(path));

/** The part of the house a file belongs to; a room is a part of its own. */
function part(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  if (first === 'stages') return `stages/${second}`;
  return first.replace(/\.ts$/, '');
}

/** What each part may import, itself always included. */
const LAW: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  detectors: ['domain'],
  models: ['domain', 'detectors'],
  audit: ['domain'],
  report: ['domain'],
  stage: ['domain'],
  ports: [],
  runner: ['stage', 'ports', 'domain'],
  topology: ['stage', 'stages', 'domain'],
  source: ['ports', 'runner', 'domain'],
  shell: ['stage', 'ports', 'runner', 'stages', 'models', 'domain', 'audit'],
  memory: ['stage', 'ports', 'stages', 'models', 'domain', 'shell'],
};
const ROOM = ['stage', 'domain', 'detectors', 'models'];
/** Compose the others; only they may import anything, and nothing but they and the tests may import them. */
const COMPOSERS = [
  'main',
  'cli',
  'environment',
  'stage-ports',
  'local-ports',
  'embedded',
  'distributed',
  'learning',
  'replay',
  'offline',
  'rule-folder',
];

function mayImport(from: string, to: string): boolean {
  const parent = to.split('/')[0] as string;
  if (from === to || COMPOSERS.includes(from)) return true;
  if (from.startsWith('stages/')) return ROOM.includes(to);
  return LAW[from]?.includes(parent) ?? false;
}

const breaches = (files: readonly SourceFile[]): string[] =>
  files.flatMap(({ path, imports }) =>
    imports.filter((to) => to.startsWith('src/') && !mayImport(part(path), part(to))).map((to) => `${path} -> ${to}`),
  );

describe('the import law', () => {
  it('holds for every import of the program', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(breaches(sources)).toEqual([]);
  });

  it('knows every part of the house', () => {
    const known = new Set([...Object.keys(LAW), ...COMPOSERS]);
    expect(
      [...new Set(sources.map(({ path }) => part(path)))].filter(
        (name) => !known.has(name) && !name.startsWith('stages/'),
      ),
    ).toEqual([]);
  });

  it('lets the twins in memory share nothing of the shell but Avro', () => {
    const shared = sources
      .filter(({ path }) => part(path) === 'memory')
      .flatMap(({ imports }) => imports.filter((to) => part(to) === 'shell'));
    expect([...new Set(shared)]).toEqual(['src/shell/avro.ts']);
  });

  it('lets the shell and the twins see of a room only the ports that it declares', () => {
    const seen = sources
      .filter(({ path }) => /^(shell|memory)$/.test(part(path)))
      .flatMap(({ imports }) => imports.filter((to) => to.startsWith('src/stages/')));
    expect(seen.filter((to) => !to.endsWith('/ports.ts'))).toEqual([]);
  });

  it.each([
    ['src/stages/alerts/stage.ts', "import { x } from '../correlation/risk.ts';"],
    ['src/stages/alerts/stage.ts', "import type { x } from '../../shell/avro.ts';"],
    ['src/stages/alerts/stage.ts', "type X = import('../../runner.ts').RunningStage;"],
    ['src/detectors/x.ts', "export * from '../models/manifest.ts';"],
    ['src/domain/x.ts', "const x = await import('../stage.ts');"],
    ['src/runner/x.ts', "import { y } from '../stages/intake/stage.ts';"],
    ['src/shell/x.ts', "import { y } from '../memory/clock.ts';"],
    ['src/memory/x.ts', "import { y } from '../environment.ts';"],
  ])('finds the breach in %s: %s', (path, text) => {
    expect(breaches([read(path, text)])).toHaveLength(1);
  });
});

const OWNERS: Readonly<Record<string, string>> = {
  kafkajs: 'src/shell/kafka/',
  'kafkajs-snappy': 'src/shell/kafka/',
  'lz4-napi': 'src/shell/kafka/',
  ioredis: 'src/shell/redis/',
  aws4fetch: 'src/shell/registry/',
  '@kubernetes/client-node': 'src/shell/jobs/',
  'onnxruntime-node': 'src/shell/onnx/',
  '@virustotal/yara-x': 'src/shell/yara/',
  '@kafkajs/confluent-schema-registry': 'src/shell/schema-registry/',
  fastify: 'src/shell/',
  pino: 'src/shell/',
  'prom-client': 'src/shell/',
  commander: 'src/cli/',
};
const owns = (path: string, name: string) =>
  path.startsWith(OWNERS[name] ?? '') || (name === 'commander' && path === 'src/main.ts');

describe('packages', () => {
  it('are imported only where they live', () => {
    const strays = sources.flatMap(({ path, packages }) =>
      packages.filter((name) => !owns(path, name)).map((name) => `${path} -> ${name}`),
    );
    expect(strays).toEqual([]);
  });

  it('hide the Kafka client from tests, benches and scripts too', () => {
    const others = FOLDERS.filter((folder) => folder !== 'trainer').flatMap(sourceFiles);
    const strays = others.filter(
      ({ path, packages }) => packages.includes('kafkajs') && !path.startsWith('src/shell/kafka/'),
    );
    expect(strays.map(({ path }) => path)).toEqual([]);
  });
});

const AMBIENT = [
  /^process\.(env|argv|exit|exitCode|stdout|stderr|stdin|on|once|cwd|hrtime|uptime|memoryUsage|cpuUsage|nextTick|pid|version|platform|emit)/,
  /^Date\.now$/,
  /^new Date\(\)$/,
  /^Date\(\)$/,
  /^Math\.random$/,
  /^performance\./,
  /^console\./,
  /^(setTimeout|setInterval|setImmediate|queueMicrotask|fetch|eval|require)\(\)$/,
  /^new (Function|WebSocket|Worker|XMLHttpRequest)\(/,
  /^crypto\.(randomUUID|getRandomValues|randomBytes|randomInt)/,
  /^(globalThis|global)\./,
];
const HARMLESS = ['node:crypto', 'node:buffer'];
const PURE = /^src\/(stages|detectors|domain|models|audit|report)\//;
const isAmbient = (what: string) => AMBIENT.some((pattern) => pattern.test(what));
const reaches = ({ path, ambient, packages }: SourceFile): string[] => [
  ...ambient.filter(isAmbient).map((what) => `${path}: ${what}`),
  ...packages.filter((name) => name.startsWith('node:') && !HARMLESS.includes(name)).map((name) => `${path}: ${name}`),
];

describe('time, chance and the world', () => {
  it('come in by the door of every room, detector and domain word', () => {
    expect(sources.filter(({ path }) => PURE.test(path)).flatMap(reaches)).toEqual([]);
  });

  it.each([
    'Date.now()',
    'new Date()',
    'Math.random()',
    'console.error("x")',
    'setTimeout(f, 1)',
    'fetch("x")',
    'process.env.X',
    'import { existsSync, readFileSync } from "node:fs"',
    'import net from "net"',
    'globalThis.fetch("x")',
    'performance.now()',
  ])('are found: %s', (text) => {
    expect(reaches(read('src/detectors/x.ts', text))).toHaveLength(1);
  });

  it.each([
    'new Date(event.time)',
    'event.process.length',
    'const process = row.process; process.toLowerCase()',
    'import { createHash } from "node:crypto"',
  ])('are not seen in: %s', (text) => expect(reaches(read('src/detectors/x.ts', text))).toEqual([]));
});

describe('size', () => {
  it('is at most 300 lines a file, derived files apart', () => {
    const paths = FOLDERS.flatMap((folder) => filesBelow(folder, ['.ts', '.py'])).filter(
      (path) => !path.endsWith('.gen.ts'),
    );
    expect(paths.filter((path) => readFileSync(join(ROOT, path), 'utf8').split('\n').length > 301)).toEqual([]);
  });
});
