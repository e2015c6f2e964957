/** More marks on one character than any language has, 30 by the stream-safe text of UAX #15: their order takes quadratic time. */
const PILED = /\p{M}{31}/u;

/** Composed form, in which texts are compared; the text as it is where marks are piled up. */
export const nfc = (text: string): string => (PILED.test(text) ? text : text.normalize('NFC'));
