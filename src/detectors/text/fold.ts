/** Characters that show nothing, or only change how others are shown. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Cf}/gu;
const ACCENTS = /[\u0300-\u036f]/g;
const BEYOND_ASCII = /[^\0-\x7f]/;
const OTHER_LETTER = /[\u0370-\u058f\ua4d0-\ua4ff]/g;
const LATIN_LETTER = /[a-z]/g;

/**
 * Letters of Cyrillic, Greek, Armenian and Lisu that look like a Latin one, and that one after them, lower case. Which
 * look alike is a fact of Unicode Technical Standard 39 (confusables).
 */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  `аa вb сc еe һh іi јj кk ӏl мm нh оo рp ѕs тt уy хx ԁd ԍg ԛq ԝw ѡw ѵv гr пn ҽe ҳx ґr
  αa βb ϲc εe ηn ιi κk νv οo ρp τt υu χx γy ωw ϳj σo
  աw օo սu հh ցg ոn ꓐb ꓓd ꓔt ꓖg ꓝf ꓟm ꓠn ꓡl ꓢs ꓣr ꓮa ꓰe ꓲi ꓳo ꓴu ꓵn`
    .split(/\s+/)
    .map((pair) => [pair.charAt(0), pair.slice(1)]),
);

/**
 * A text as a reader takes it: compatibility forms made plain, lower case, nothing that shows nothing, accents off, and
 * letters that only look Latin made Latin where most letters are.
 */
export function folded(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase();
  const plain = text.normalize('NFKD').replace(ACCENTS, '').normalize('NFC').replace(INVISIBLE, '').toLowerCase();
  const others = plain.match(OTHER_LETTER)?.length ?? 0;
  if (others === 0 || others > (plain.match(LATIN_LETTER)?.length ?? 0)) return plain;
  return plain.replace(OTHER_LETTER, (letter) => LOOKALIKES.get(letter) ?? letter);
}
