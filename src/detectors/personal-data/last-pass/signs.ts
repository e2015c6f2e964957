/** Classes of characters for the walk, by code. */
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isUpper = (code: number): boolean => code >= 65 && code <= 90;
export const isLower = (code: number): boolean => code >= 97 && code <= 122;
export const isLetter = (code: number): boolean => isUpper(code) || isLower(code) || code >= 0xc0;
export const isWordSign = (code: number): boolean => isDigit(code) || isLetter(code) || code === 95;
/** Space, point, dash, slash: what stands between groups of a number. */
export const isBetween = (code: number): boolean => code === 32 || code === 45 || code === 46 || code === 47;
