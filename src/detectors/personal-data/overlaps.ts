import type { Finding, PersonalSpan } from './personal-type.ts';

/**
 * Spans that do not overlap and cover all that findings cover: findings that share a character become one span, named
 * by the surest of them, the longest among equals.
 */
export function withoutOverlaps(findings: readonly Finding[]): readonly PersonalSpan[] {
  const inOrder = findings
    .filter(({ start, end }) => start < end)
    .toSorted((a, b) => a.start - b.start || b.end - a.end);
  const spans: Finding[] = [];
  let named: Finding | undefined;
  for (const finding of inOrder) {
    const last = spans.at(-1);
    if (last === undefined || named === undefined || finding.start >= last.end) {
      named = finding;
      spans.push(finding);
      continue;
    }
    if (isNearer(finding, named)) named = finding;
    spans[spans.length - 1] = { ...named, start: last.start, end: Math.max(last.end, finding.end) };
  }
  return spans.map(({ start, end, type }) => ({ start, end, type }));
}

const isNearer = (a: Finding, b: Finding): boolean =>
  a.sureness > b.sureness || (a.sureness === b.sureness && a.end - a.start > b.end - b.start);
