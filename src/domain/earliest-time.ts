/** 1980-01-01, epoch ms: before it a timestamp is a counter or a clock without a battery. */
export const EARLIEST_TIME = 315_532_800_000;
