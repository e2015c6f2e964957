const TITLE = /(?<![a-z])(?:mr|mrs|ms|miss|dr|prof|sir|rev|sr|sra|dra)\.? $/;
const LONGEST = 8;

/** Where the title right before a name begins, in plain text; where there is none, the name itself. */
export function startOfTitle(plain: string, start: number): number {
  const from = Math.max(0, start - LONGEST);
  const found = TITLE.exec(plain.slice(from, start));
  return found === null ? start : from + found.index;
}
