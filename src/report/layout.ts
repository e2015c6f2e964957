/** No line of a report is longer. */
export const WIDTH = 100;
const LABEL = 10;

/** Breaks text at spaces; what has none is cut. Lines after the first are indented. */
export function wrap(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => pieces(one, width - indent.length))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): readonly string[] {
  const count = Math.max(1, Math.ceil(word.length / width));
  return Array.from({ length: count }, (_, i) => word.slice(i * width, (i + 1) * width));
}

/** A label on the left, its paragraphs on the right. */
export function section(label: string, ...paragraphs: readonly string[]): readonly string[] {
  const lines = paragraphs.flatMap((one) => wrap(one, WIDTH - LABEL, '  '));
  return lines.map((line, i) => ((i === 0 ? label : '').padEnd(LABEL) + line).trimEnd());
}

/** `2020-05-02 02:55:56` in UTC; a time that no calendar holds as its number. */
export function utc(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString().slice(0, 19).replace('T', ' ');
}

/** `16 min`, `2 h 05 min`, `9 s` */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

export const plural = (count: number, one: string): string =>
  `${count.toLocaleString('en-GB')} ${one}${count === 1 ? '' : 's'}`;
