import { allMatches, type TextKind } from '../recogniser.ts';
import { foldedWord } from './folded-word.ts';
import { mayBeGiven } from './known-words.ts';

/** A capitalised word of a text, and whether the next one stands right behind it. */
export interface NameWord {
  readonly written: string;
  readonly folded: string;
  readonly start: number;
  readonly end: number;
  /** Before it a sentence ends, or the text begins. */
  readonly isFirst: boolean;
}

const CAPITALISED =
  /[A-ZÀ-ÖØ-ÞĀ-ɏ](?<![A-Za-z0-9_À-ɏ].)[A-Za-zÀ-ɏ]{0,40}(?:['-][A-Za-zÀ-ɏ]{1,30}){0,3}(?![A-Za-z0-9_@À-ɏ])/g;
/** Sentences without any capital: every word may be a name. */
const HAS_CAPITAL = /[A-ZÀ-ÖØ-Þ]/;
const SMALL = /(?<![a-z0-9_À-ɏ])[a-zÀ-ɏ]{2,40}(?:['-][a-zÀ-ɏ]{1,30}){0,3}(?![a-z0-9_@À-ɏ])/g;
/** Written with a capital, but no part of a name. */
const LABELS =
  /^(?:IBAN|BIC|DNI|NIE|NIF|CIF|NSS|NUSS|NASS|NHC|RUT|RUN|CUI[LT]|CURP|RFC|CPF|CNPJ|RUC|RIF|CI|CC|NIT|SSN|ID|TEL|TLF|EUR|USD|CP|IP|URL|INFO|WARN|ERROR|DEBUG|GET|POST|PUT|HTTPS?|Tel[eé]fonos?|Tel|Tfno|Telf|Email|E-mail|Correo|Fax|N|NºCol|Edad|Sexo|Fecha|Servicio|Servicios|Departamento|Dpto|Unidad|Secci[oó]n|Hospital|Complejo|Cl[ií]nica|Centro|Instituto|Universidad|Facultad|Fundaci[oó]n|Servei|Calle|C|Avda|Avenida|Av|Paseo|Pza|Carretera|Ctra|Glorieta|Urbanizaci[oó]n|Gran V[ií]a|Apartado|Residencia|Medicina|Informe|Paciente|Var[oó]n|Mujer|Niñ[oa]|Hombre|Lactante|Gestante|Diagn[oó]stico|Historia|Street|Road|Avenue|Suite|Apt|Mr|Mrs|Ms|Miss|Dr|Dra|Drs|Sr|Sra|Srta|Prof|Hi|Hello|Hey|Dear|Hola|Estimad[oa]|Querid[oa])$/;
const PARTICLES =
  /^(?:[ \t]{1,2}|\. )(?:(?:de|del|de la|de las|de los|la|y|e|i|da|do|dos|das|van|van der|van den|von|der|den|di|le|ter|bin|al|el|'t) )?$|^-$|^\. ?$|^, $/;

/** Runs of capitalised words that one name may be made of: between them a space, a particle or an initial's point. */
export function nameRuns(text: string, kind: TextKind): readonly (readonly NameWord[])[] {
  const runs: NameWord[][] = [];
  const pattern = kind === 'line' || HAS_CAPITAL.test(text) ? CAPITALISED : SMALL;
  let last: NameWord | undefined;
  for (const { 0: written, index } of allMatches(text, pattern)) {
    if (LABELS.test(written) || (pattern === CAPITALISED && isSmall(written))) continue;
    const plain = written.replace(/'s$/i, '');
    const word = {
      written: plain,
      folded: foldedWord(plain),
      start: index,
      end: index + plain.length,
      isFirst: isFirst(text, index),
    };
    if (last !== undefined && joins(text.slice(last.end, index), last)) runs.at(-1)?.push(word);
    else runs.push([word]);
    last = word;
  }
  return runs;
}

const isSmall = (word: string): boolean => word.charAt(0) === word.charAt(0).toLowerCase();

function joins(between: string, last: NameWord): boolean {
  if (!PARTICLES.test(between) || between === ', ') return false;
  return !between.startsWith('.') || last.written.length <= 2;
}

const isFirst = (text: string, start: number): boolean =>
  /(?:^|[.!?:;\n]["'(]?|[-*•]|["“(])\s{0,4}$/u.test(text.slice(Math.max(0, start - 8), start)) || start === 0;

const WORDS = /[\p{L}\p{N}'º.-]*[\p{L}\p{N}]/gu;
const TITLES = /^(?:dra?|sra?|srta|mr|mrs|ms|prof|don|doña)$/i;
const GIVEN_AFTER = /, (\p{Lu}\p{L}{1,30})(?:[ -](\p{Lu}\p{L}{1,30}))?(?![\p{L}\p{N}])/uy;

/** The part of a value that is a name: no title before it, no label behind it; null where none is left. */
export function nameWithin(text: string, start: number, end: number): readonly [number, number] | null {
  let from: number | null = null;
  let until = start;
  for (const { 0: word, index } of text.slice(start, end).matchAll(WORDS)) {
    if (from === null && TITLES.test(word)) continue;
    if (LABELS.test(word)) break;
    from ??= start + index;
    until = start + index + word.length;
  }
  return from === null ? null : [from, until];
}

/** Where a name ends that may be written family name first: "Gracia Ruiz, Consuelo". */
export function endWithGiven(text: string, end: number): number {
  GIVEN_AFTER.lastIndex = end;
  const found = GIVEN_AFTER.exec(text);
  if (found === null || !mayBeGiven(foldedWord(found[1] ?? ''))) return end;
  const isLabel = LABELS.test(found[2] ?? '');
  return end + found[0].length - (isLabel ? (found[2] ?? '').length + 1 : 0);
}
