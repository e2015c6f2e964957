const BEYOND_ASCII = /[^\0-\x7f]/g;
const ACCENTS = /[\u0300-\u036f]/g;
const plainOf = new Map<string, string>();
for (let code = 0x80; code < 0x250; code++)
  plainOf.set(String.fromCharCode(code), withoutAccent(String.fromCharCode(code)));

/** A text in lower case and without the accents of Latin letters, each unit in its place. */
export const plainText = (text: string): string =>
  lower(text).replace(BEYOND_ASCII, (unit) => plainOf.get(unit) ?? unit);

/** Lower case where it is as long: a few capitals are not. */
function lower(text: string): string {
  const all = text.toLowerCase();
  return all.length === text.length
    ? all
    : Array.from({ length: text.length }, (_, at) => lowerUnit(text.charAt(at))).join('');
}

function lowerUnit(unit: string): string {
  const small = unit.toLowerCase();
  return small.length === 1 ? small : unit;
}

function withoutAccent(letter: string): string {
  const plain = letter.toLowerCase().normalize('NFD').replace(ACCENTS, '');
  return plain.length === 1 ? plain : letter;
}
