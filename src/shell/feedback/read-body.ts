import type { Feedback } from '../../domain/contracts.gen.ts';
import { feedbackOf, type Submitter } from './feedback-of.ts';
import { jsonDepth } from './json-depth.ts';
import { type PieceLimits, pieceSchema } from './piece.ts';
import { type PieceFault, type Problem, problem } from './problem.ts';

/** Pieces of feedback in one body. */
export const MOST_PIECES = 500;
/** A list of objects needs two. */
const DEEPEST = 4;
const MOST_FAULTS = 100;
const FAULT_CHARS = 200;

type Schema = ReturnType<typeof pieceSchema>;

/** Reads bodies: all of its feedback, or all that is wrong with it. Nothing of a body is taken in part. */
export function bodyReader(limits: PieceLimits): (bytes: Uint8Array, who: Submitter) => readonly Feedback[] | Problem {
  const schema = pieceSchema(limits);
  return (bytes, who) => {
    const read = valuesOf(bytes);
    if (!Array.isArray(read)) return read as Problem;
    const values: readonly unknown[] = read;
    if (values.some((value) => namesAnother(value, who.tenant))) return problem('other_tenant');
    return piecesOf(values, schema, who);
  };
}

function valuesOf(bytes: Uint8Array): readonly unknown[] | Problem {
  const text = textOf(bytes);
  if (text === null) return problem('malformed', { detail: 'the body is not UTF-8' });
  if (jsonDepth(text) > DEEPEST)
    return problem('malformed', { detail: `more than ${DEEPEST} levels lie within each other` });
  const parsed = parse(text);
  if (parsed === undefined) return problem('malformed', { detail: 'the body is not JSON' });
  const values: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (values.length === 0) return problem('malformed', { detail: 'the list is empty' });
  return values.length <= MOST_PIECES
    ? values
    : problem('too_large', { detail: `at most ${MOST_PIECES} pieces at once` });
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** undefined where it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Before anything else is said about a piece: whoever is of another tenant learns nothing. */
function namesAnother(value: unknown, tenant: string): boolean {
  const named = (value as { readonly tenant?: unknown } | null)?.tenant;
  return typeof named === 'string' && named !== tenant;
}

function piecesOf(values: readonly unknown[], schema: Schema, who: Submitter): readonly Feedback[] | Problem {
  const faults: PieceFault[] = [];
  const pieces: Feedback[] = [];
  for (const [at, value] of values.entries()) {
    const parsed = schema.safeParse(value);
    for (const { path, message } of parsed.error?.issues ?? [])
      faults.push({ at: pointer([at, ...path]), fault: message.slice(0, FAULT_CHARS) });
    if (!parsed.success) continue;
    const piece = feedbackOf(parsed.data, who);
    const same = pieces.find(({ id }) => id === piece.id);
    if (same && JSON.stringify(same) !== JSON.stringify(piece))
      faults.push({ at: pointer([at, 'id']), fault: 'stands before another piece too' });
    pieces.push(piece);
  }
  if (faults.length === 0) return pieces;
  const detail = `${faults.length} faults${faults.length > MOST_FAULTS ? `, of which ${MOST_FAULTS} are told` : ''}`;
  return problem('malformed', { detail, faults: faults.slice(0, MOST_FAULTS) });
}

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
