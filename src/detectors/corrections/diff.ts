import type { Cutters } from './language.ts';
import { commonRuns, type Run } from './myers.ts';
import { type SymbolBook, symbolsOf } from './symbols.ts';
import { type Words, wordsOf } from './words.ts';

/** One step from a draft to its corrected form. */
export interface Edit {
  readonly kind: 'keep' | 'delete' | 'insert';
  readonly text: string;
}

/** A diff is the shortest up to so many words deleted and inserted. */
const MOST_EDITS = 256;

/**
 * Word by word, the edits that make the corrected text of the draft, white space and all. Words decide what is kept:
 * white space goes with the word before it, so that a rewritten text does not keep its spaces alone.
 */
export function diffOf(draft: string, corrected: string, cutters: Cutters, mostEdits = MOST_EDITS): readonly Edit[] {
  const [from, to] = [wordsOf(draft, cutters.words), wordsOf(corrected, cutters.words)];
  const book: SymbolBook = new Map();
  const runs = commonRuns(symbolsOf(from.words, book), symbolsOf(to.words, book), mostEdits);
  return joined([...replaced(from.lead, to.lead), ...editsBetween(from, to, runs)]);
}

/** The corrected text again. Throws RangeError when the diff belongs to another draft. */
export function applied(diff: readonly Edit[], draft: string): string {
  let at = 0;
  let text = '';
  for (const edit of diff) {
    if (edit.kind !== 'delete') text += edit.text;
    if (edit.kind === 'insert') continue;
    if (!draft.startsWith(edit.text, at)) throw new RangeError('this diff was made of another draft');
    at += edit.text.length;
  }
  if (at < draft.length) throw new RangeError('this diff was made of a shorter draft');
  return text;
}

function* editsBetween(from: Words, to: Words, runs: readonly Run[]): Generator<Edit> {
  let [a, b] = [0, 0];
  for (const run of runs) {
    yield* blockReplaced(blockOf(from, a, run.a), blockOf(to, b, run.b));
    for (let i = 0; i < run.length; i++) {
      yield { kind: 'keep', text: from.words[run.a + i] as string };
      yield* replaced(from.gaps[run.a + i] as string, to.gaps[run.b + i] as string);
    }
    [a, b] = [run.a + run.length, run.b + run.length];
  }
  yield* blockReplaced(blockOf(from, a, from.words.length), blockOf(to, b, to.words.length));
}

/** Words with the white space among them, and what stands behind the last. */
interface Block {
  readonly text: string;
  readonly gap: string;
}

/** The white space behind a word goes on when the word alone was put right. */
const blockReplaced = (old: Block, block: Block): readonly Edit[] => [
  ...replaced(old.text, block.text),
  ...replaced(old.gap, block.gap),
];

function replaced(old: string, text: string): readonly Edit[] {
  if (old === text) return [{ kind: 'keep', text }];
  return [
    { kind: 'delete', text: old },
    { kind: 'insert', text },
  ];
}

function blockOf({ words, gaps }: Words, from: number, to: number): Block {
  let [text, gap] = ['', ''];
  for (let at = from; at < to; at++) {
    text += `${gap}${words[at]}`;
    gap = gaps[at] as string;
  }
  return { text, gap };
}

/** Neighbours of a kind as one, empty ones left out; of a replacement the deletion first. */
function joined(edits: readonly Edit[]): Edit[] {
  const out: Edit[] = [];
  const open = { keep: '', delete: '', insert: '' };
  const close = (...kinds: Edit['kind'][]) => {
    for (const kind of kinds) {
      if (open[kind] !== '') out.push({ kind, text: open[kind] });
      open[kind] = '';
    }
  };
  for (const { kind, text } of edits) {
    if (text === '') continue;
    if (kind === 'keep') close('delete', 'insert');
    else close('keep');
    open[kind] += text;
  }
  close('keep', 'delete', 'insert');
  return out;
}
