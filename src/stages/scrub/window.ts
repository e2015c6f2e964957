/** 2100-01-01, epoch ms. A number beyond it is no time, and may be somebody's. */
const LATEST = 4_102_444_800_000;

/** Whether two times, epoch ms, are the beginning and the end of something. */
export const isWindow = (from: number, to: number): boolean => from >= 0 && to > from && to <= LATEST;
