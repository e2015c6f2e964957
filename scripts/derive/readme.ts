/** Tables of the README that are derived: none yet changes the text. */
export const readmeTables = (text: string): string => text;
