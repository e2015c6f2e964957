/** Social Security Administration (randomisation of 2011): no 000, 666 or 9xx area, no 00 group, no 0000 serial; no digit of control. */
export const isSsn = (value: string): boolean => /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(value);
