/** Numbers in place of texts, the same for the same text: 0, 1, 2 and so on as they are first met. */
export type SymbolBook = Map<string, number>;

/** Numbers of the items; new ones are written into the book. */
export function symbolsOf(items: Iterable<string>, book: SymbolBook): Int32Array {
  const symbols: number[] = [];
  for (const item of items) {
    const known = book.get(item) ?? book.size;
    if (known === book.size) book.set(item, known);
    symbols.push(known);
  }
  return Int32Array.from(symbols);
}

/** How many symbols two series share at their start and, behind that, at their end. */
export function sharedEnds(a: Int32Array, b: Int32Array): { readonly start: number; readonly end: number } {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return { start, end };
}
