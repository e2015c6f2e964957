import { once } from 'node:events';

/** stdout is data, stderr is messages. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);
export const data = (text: string): void => void process.stdout.write(`${text}\n`);
export const json = (value: unknown): void => data(JSON.stringify(value, null, 2));

/** Columns as wide as their widest cell; numbers stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const isNumber = head.map((_, column) => rows.every((row) => typeof row[column] === 'number') && rows.length > 0);
  const pad = (cell: string, column: number) =>
    isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

/** Data of any length; waits where the reader is slower. */
export async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text that a stranger wrote, made harmless for a terminal. */
export const escaped = (text: string): string =>
  text.replaceAll(CONTROL, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/** A line of JSON with text that a stranger wrote: what would steer a terminal is written as an escape of JSON. */
export const jsonLine = (value: unknown): string =>
  JSON.stringify(value).replaceAll(CONTROL, (steering) =>
    Array.from(
      { length: steering.length },
      (_, at) => `\\u${steering.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
