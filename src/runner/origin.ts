/** Where an internal record comes from: the sending stage and the partition it read, the offset it read, the place among that record's outputs. */
export interface Origin {
  /** `<stage>/<partition>`. */
  readonly sender: string;
  readonly offset: number;
  readonly index: number;
}

/** The highest (offset, index) accepted of each sender. */
export type Marks = Record<string, readonly [offset: number, index: number]>;

/** Offsets begin again in a topic that was recreated, but a sender's marks must rise: a higher epoch is added to them. */
const EPOCH_OFFSETS = 10 ** 12;
/** The last epoch whose offsets are numbers without a gap. */
export const MAX_EPOCH = Math.floor(Number.MAX_SAFE_INTEGER / EPOCH_OFFSETS) - 1;

export const offsetInEpoch = (epoch: number, offset: number): number => epoch * EPOCH_OFFSETS + offset;

export const offsetWithoutEpoch = (offset: number): number => offset % EPOCH_OFFSETS;

export const originText = (sender: string, offset: number, index: number): string => `${sender}/${offset}/${index}`;

/** null where the text is no origin. */
export function parseOrigin(text: string): Origin | null {
  const match = /^([a-z.]{1,64}\/\d{1,6})\/(\d{1,16})\/(\d{1,9})$/.exec(text);
  if (!match || !Number.isSafeInteger(Number(match[2]))) return null;
  return { sender: match[1] as string, offset: Number(match[2]), index: Number(match[3]) };
}

/** True, and remembered, when the record lies above the sender's mark; false for a repeat. */
export function accept(marks: Marks, { sender, offset, index }: Origin): boolean {
  const mark = marks[sender];
  if (mark && (offset < mark[0] || (offset === mark[0] && index <= mark[1]))) return false;
  marks[sender] = [offset, index];
  return true;
}
