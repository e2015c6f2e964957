import type { Finding } from '../personal-type.ts';
import { allMatches, matches, type Recogniser } from '../recogniser.ts';

const WORD = "\\p{L}(?:[\\p{L}'ªº-]{0,24}|[\\p{L}]{0,3}\\.)";
const NAMED = `(?:(?:del?|las?|los|el|y|d'|${WORD}|\\d{1,3})[ ]{1,2}){0,6}?`;
const SPANISH_STREET =
  '(?:calle|c[\\/\\\\]\\.?|cl\\.|cll?\\.?|avenida|avda?\\.?|av\\.?|plaza|pza\\.?|pl\\.|plza\\.?|paseo|p\\.?º|pso\\.?|camino|cno\\.?|carretera|ctra\\.?|ronda|rda\\.?|traves[ií]a|trva\\.?|glorieta|gta\\.?|rambla|pasaje|psje\\.?|urbanizaci[oó]n|urb\\.?|pol[ií]gono|barrio|bulevar|blvd\\.?|v[ií]a|carrera|cra\\.?|kr\\.?|transversal|diagonal|jir[oó]n|jr\\.?|calz(?:ada|\\.)|callej[oó]n|cuesta|costanilla|alameda|colonia|col\\.|sector|autopista|rua|rúa|carrer|passeig|avinguda|plaça)';
/** The name of a street has a capital, but in texts that know none. */
const LAST =
  "\\p{Lu}[\\p{L}'.ªº-]{0,24}|\\p{Ll}[\\p{L}'.ªº-]{2,24}(?=,? (?:n[ºo°]|n[uú]m|\\d{1,3}(?:,| \\d{5})))|(?<=\\p{Lu}\\p{Ll}{2,20} (?:de )?)\\p{Ll}[\\p{L}'ªº-]{2,24}";
const NUMBER =
  '(?:(?:n\\.?[ºo°]\\.?|n[uú]m(?:ero)?\\.?|#|nro\\.?|km\\.?)[ ]?)?\\d{1,5}(?:[.,]\\d{1,3})?(?:[ ]?[-/][ ]?\\d{1,4}){0,2}[A-Z]?(?:[ ]?bis)?(?![\\p{L}\\p{N}])|s\\/n';
const FLOOR =
  '(?:,?[ ](?:piso|planta|puerta|pta\\.?|esc(?:alera|\\.)?|portal|bloque|blq?\\.?|bajo|[aá]tico|entresuelo|local|oficina|of\\.|dpto\\.?|depto\\.?|departamento|apto\\.?|apartamento|interior|int\\.|torre|casa|mz\\.?|lt\\.?)[ ]?[\\p{L}\\d]{0,4}[ºª]?|,?[ ]\\d{1,2}[ ]?[ºª°o](?:[ ,]{1,2}(?:izq(?:uierda|da|\\.)?|d(?:e?r)?(?:ech|ch)a\\.?|dcha\\.?|der\\.?|centro|[A-Z](?![\\p{L}])))?\\.?|,?[ ]\\d{1,2}[ ]?[A-Z](?![\\p{L}\\p{N}])|,[ ][A-Z](?![\\p{L}\\p{N}])){0,4}';
const TOWN_WORD = "(?:\\p{Lu}[\\p{L}'.-]{1,24})";
const TOWN = `(?:${TOWN_WORD}(?:[ ](?:(?:de la|de las|de los|del|de|las|la|los|el|y|i|en)(?= )|d'|(?!Tel|Tfn|Fax|E-?mail|Email|Correo)${TOWN_WORD})){0,6}(?:, (?:A|O|La|El|Las|Los|Les|Els|Os|As|L'|Sa)(?![\\p{L}]))?)`;
const AFTER = `(?:[ ]?[,.-]?[ ]{1,2}(?:C\\.?P\\.?:? ?)?\\d{4,5}(?![\\p{N}])(?:[ ,-]{1,3}${TOWN})?|,[ ]${TOWN}(?:,?[ ]\\d{5}(?!\\p{N}))?)?`;
/** Colombia: "Carrera 49 # 27-94". */
const COLOMBIAN = `(?:\\d{1,3}[ ]?[A-Z]?(?:[ ]?bis)?(?:[ ](?:sur|norte|este|oeste))?[ ]?(?:#|n[oº°]\\.?)[ ]?\\d{1,3}[ ]?[A-Z]?[ ]?-[ ]?\\d{1,3})`;
const SPANISH = new RegExp(
  `(?:(?i:${SPANISH_STREET})(?:[ ]{1,2}|(?<=[./\\\\])[ ]?)(?:(?i:${COLOMBIAN})|${NAMED}(?:${LAST}),?[ ]{1,2}(?i:${NUMBER}))(?i:${FLOOR}))${AFTER}`,
  'uy',
);
const SPANISH_START = new RegExp(`(?<![a-z0-9])${plainPattern(SPANISH_STREET)}(?= |(?<=[./\\\\])[a-z0-9])`, 'g');

const ENGLISH_STREET =
  '(?:street|st|avenue|ave|av|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|square|sq|terrace|ter|way|parkway|pkwy|highway|hwy|circle|cir|trail|trl|close|crescent|cres|gardens|grove|mews|row|walk|quay|alley|plaza|pike|loop|crossing|bypass|station|stravenue|rue|extension|mount|hill|view|rise|park|green|crest|ridge|run|path|point|heights|hollow|valley|meadow|spur|fork|village|branch|summit|creek|island|lodge|bridge|springs?|ranch|motorway|freeway|turnpike|expressway|burg|common|divide|drives|estate|forge|glen|harbor|haven|junction|key|knoll|lake|landing|manor|mission|orchard|oval|passage|pines|plain|port|prairie|ramp|rapid|river|shoal|shore|skyway|track|tunnel|underpass|union|ville|vista|well)';
const UNIT = '(?:,?\\s{1,8}(?:apt|apartment|suite|ste|unit|floor|fl|room|rm|#)\\.?[ ]?[\\p{L}\\d-]{1,6})?';
const STATE =
  '(?:,?\\s{1,8}(?:[A-Z]{2}|\\p{Lu}\\p{Ll}{2,20}(?:[ ]\\p{Lu}\\p{Ll}{2,20})?))?(?:,?\\s{1,8}(?:\\d{4,6}(?:-\\d{4})?|[A-Z]{1,2}\\d[A-Z\\d]?[ ]?\\d[A-Z]{2}|[A-Z]\\d[A-Z][ ]?\\d[A-Z]\\d)(?![\\p{L}\\p{N}]))?';
const CITY = "(?:(?:,\\s{1,8}|\\n[ ]{0,8}|[ ])\\p{Lu}[\\p{L}'.-]{1,24}(?:[ ]\\p{Lu}[\\p{L}'.-]{1,24}){0,3})?";
const ENGLISH = new RegExp(
  `(?<![\\p{L}\\p{N}.,:/-])\\d{1,6}[A-Z]?(?:[ ](?:[NSEW]{1,2}\\.?|North|South|East|West))?(?:[ ](?:\\p{Lu}[\\p{Ll}'.][\\p{L}'.-]{0,24}|\\d{1,3}(?:st|nd|rd|th))){1,4}?[ ](?i:${ENGLISH_STREET})(?![\\p{L}\\p{N}])\\.?${UNIT}${CITY}${STATE}`,
  'gu',
);
const BOX =
  /\b(?:[Pp]\.? ?[Oo]\.? ?[Bb]ox|PSC|Apartado(?: de [Cc]orreos)?|Apdo\.?|Unit) \d{1,6}(?:,? Box \d{1,6})?(?:,?\s?(?:[AFD]PO|[A-Z][a-z]{2,20}),? [A-Z]{2} \d{5})?/g;
const ENGLISH_NEEDS = new RegExp(`\\d .{1,80}\\b${ENGLISH_STREET}\\b`);

/** A name, a number and a post code with its town. */
const BARE =
  /\p{Lu}[\p{L}'.]{2,24}(?: (?:de |la |del )?\p{Lu}[\p{L}'.]{2,24}){0,3},? \d{1,4}[A-Z]?\.? (?=\d{5} \p{Lu})/gu;

/** Streets with a number, and what of town and post code follows. */
export const addresses: Recogniser = ({ text, plain }) => [
  ...spanish(text, plain),
  ...(ENGLISH_NEEDS.test(plain) ? matches(text, ENGLISH, 'ADDRESS', 2) : []),
  ...matches(text, BOX, 'ADDRESS', 2),
  ...matches(text, BARE, 'ADDRESS', 1),
];

function spanish(text: string, plain: string): Finding[] {
  const found: Finding[] = [];
  for (const { index } of allMatches(plain, SPANISH_START)) {
    SPANISH.lastIndex = index;
    if (SPANISH.test(text)) found.push({ start: index, end: SPANISH.lastIndex, type: 'ADDRESS', sureness: 2 });
  }
  return found;
}

/** A pattern for texts without accents. */
function plainPattern(pattern: string): string {
  return pattern
    .replaceAll(/\[(\w)[áéíóú]\]/g, '$1')
    .replaceAll('ç', 'c')
    .replaceAll('rúa|', '');
}
