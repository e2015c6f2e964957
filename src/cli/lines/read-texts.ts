import { type Line, placeOf, readLines } from '../../source/lines.ts';
import { EXIT, Failure } from '../failure.ts';
import { escaped, say } from '../output.ts';

/** A text to judge, and what it is called. */
export interface NamedText {
  readonly id: string | number;
  readonly text: string;
  /** What it says of its language, where it is one that is known. */
  readonly lang?: 'en' | 'es';
}

const BATCH = 256;
const FAULTS_TOLD = 10;

/** Texts of a file of lines {"id","text"}, in order, some at a time. At the end throws a failure where lines were none. */
export async function* readTexts(path: string): AsyncGenerator<readonly NamedText[]> {
  let faults = 0;
  let batch: NamedText[] = [];
  for await (const lines of readLines(path)) {
    for (const line of lines) {
      const read = textOf(line);
      if (typeof read === 'string') {
        if (faults++ < FAULTS_TOLD) say(escaped(`${placeOf(line)}: ${read}`));
      } else batch.push(read);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
  if (faults > 0) throw new Failure(EXIT.difference, `${faults} lines are no {"id","text"} and were left out`);
}

function textOf({ bytes }: Line): NamedText | string {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return 'is not JSON';
  }
  const { id, text, lang } = (value ?? {}) as Partial<Record<string, unknown>>;
  if (typeof id !== 'string' && typeof id !== 'number') return 'has no "id" that is a text or a number';
  if (typeof text !== 'string') return 'has no "text" that is a text';
  return { id, text, ...((lang === 'en' || lang === 'es') && { lang }) };
}
