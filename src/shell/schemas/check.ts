import type { SchemaFile, TopicFile } from '../contracts.ts';
import { incompatibilities, type Version } from './compatibility.ts';
import { lintSchema } from './lint.ts';

export interface SchemaFault {
  readonly subject: string;
  readonly fault: string;
}

/** A schema with the compatibility that its topic asks for. */
export interface Subject extends SchemaFile {
  readonly level: NonNullable<TopicFile['compatibility']>;
}

/** Pairs every schema with its topic, and says where one lacks the other. */
export function pairSubjects(
  schemas: readonly SchemaFile[],
  topics: readonly TopicFile[],
): { readonly subjects: readonly Subject[]; readonly faults: readonly SchemaFault[] } {
  const levels = new Map(topics.map(({ name, compatibility }) => [`${name}-value`, compatibility]));
  const texts = new Set(schemas.map(({ subject }) => subject));
  const lonely = [...levels].filter(([subject, level]) => level !== null && !texts.has(subject));
  const subjects = schemas.flatMap((schema) => {
    const level = levels.get(schema.subject);
    return level ? [{ ...schema, level }] : [];
  });
  const stray = schemas.filter(({ subject }) => !levels.get(subject));
  const fault = (subject: string, text: string): SchemaFault => ({ subject, fault: text });
  return {
    subjects,
    faults: [
      ...lonely.map(([subject]) => fault(subject, 'its topic asks for a compatibility, but there is no schema')),
      ...stray.map(({ subject }) => fault(subject, 'no topic of that name asks for a compatibility')),
    ],
  };
}

/** Lints a schema, and holds it against the versions that are registered. */
export function checkSubject(
  { subject, text, level }: Subject,
  registered: readonly Version[],
): readonly SchemaFault[] {
  const faults = lintSchema(text);
  const all = faults.length > 0 ? faults : incompatibilities(text, registered, level);
  return all.map((fault) => ({ subject, fault }));
}
