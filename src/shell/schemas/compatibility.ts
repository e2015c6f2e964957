import type avro from 'avsc';
import { compile } from '../avro.ts';
import type { Compatibility } from '../contracts.ts';

/** One version of a subject as it is registered. */
export interface Version {
  readonly version: number;
  readonly text: string;
}

/** Why the schema may not follow the versions before it; empty when it may. */
export function incompatibilities(text: string, before: readonly Version[], level: Compatibility): readonly string[] {
  const next = compile(text);
  return before.flatMap(({ version, text: old }) => {
    const last = compile(old);
    const reads = level === 'FORWARD_TRANSITIVE' || level === 'NONE' ? null : unreadable(next, last);
    const isRead = level === 'BACKWARD_TRANSITIVE' || level === 'NONE' ? null : unreadable(last, next);
    return [
      ...(reads ? [`cannot read what version ${version} wrote: ${reads}`] : []),
      ...(isRead ? [`version ${version} cannot read what it writes: ${isRead}`] : []),
    ];
  });
}

function unreadable(reader: avro.Type, writer: avro.Type): string | null {
  try {
    reader.createResolver(writer);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown';
  }
}
