import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../..');

/** A file of topics/ or schemas/ is not what it must be. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

export const COMPATIBILITIES = ['FULL_TRANSITIVE', 'BACKWARD_TRANSITIVE', 'FORWARD_TRANSITIVE', 'NONE'] as const;
export type Compatibility = (typeof COMPATIBILITIES)[number];

/** One topic as topics/ wants it. */
export interface TopicFile {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly config: Readonly<Record<string, string>>;
  readonly isGrowable: boolean;
  /** null where the value has no schema. */
  readonly compatibility: Compatibility | null;
}

const kafkaTopic = z.object({
  kind: z.literal('KafkaTopic'),
  metadata: z.object({
    name: z.string().regex(/^[a-z0-9.-]{1,249}$/),
    annotations: z.object({
      'vedette/partitions': z.enum(['fixed', 'growable']),
      'vedette/compatibility': z.enum(COMPATIBILITIES).optional(),
    }),
  }),
  spec: z.object({
    partitions: z.int().min(1).max(10_000),
    replicas: z.int().min(1).max(100),
    config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)),
  }),
});

/** Every topic of a folder of KafkaTopic files, by name. Throws ContractError that names the file. */
export function readTopicFiles(folder = join(ROOT, 'topics')): readonly TopicFile[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file) => toTopic(join(folder, file)));
}

function toTopic(path: string): TopicFile {
  const parsed = kafkaTopic.safeParse(parsedYaml(path));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ContractError(`${path}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { metadata, spec } = parsed.data;
  return {
    name: metadata.name,
    ...spec,
    isGrowable: metadata.annotations['vedette/partitions'] === 'growable',
    compatibility: metadata.annotations['vedette/compatibility'] ?? null,
  };
}

function parsedYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ContractError(`${path}: ${error instanceof Error ? error.message : 'cannot be read'}`);
  }
}

/** One schema as schemas/ has it; the name of the file is the subject. */
export interface SchemaFile {
  readonly subject: string;
  readonly text: string;
}

/** Every schema of a folder, by subject. */
export function readSchemaFiles(folder = join(ROOT, 'schemas')): readonly SchemaFile[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.avsc'));
  return files
    .sort()
    .map((file) => ({ subject: file.slice(0, -'.avsc'.length), text: readFileSync(join(folder, file), 'utf8') }));
}
