import type { Finding } from '../personal-type.ts';
import { isAfter, type Recogniser, type TextKind } from '../recogniser.ts';
import { isEnglish, isFamily, isGiven, mayBeCity, mayBeFamily, mayBeGiven } from './known-words.ts';
import { endWithGiven, type NameWord, nameRuns } from './name-words.ts';
import { startOfTitle } from './titles.ts';

const TITLE =
  /(?<![a-z])(?:mr|mrs|ms|miss|mx|dr|dra|drs|prof|profesora?|professor|doctora?|sr|sra|srta|senora?|senorita|don|dona|d|dna|d[ªº]|sir|madam|lic|ing|capt|sgt|hon|rev|fr|sister|uncle|aunt|president)\.?[:\s]{1,2}$/;
/** Words that a person comes after, in lines that machines write. */
const LINE_WORDS =
  /(?<![a-z])(?:transferencia (?:a|de)|pago (?:a|de)|enviad[oa] a|nombre(?: de)?|destinatari[oa]|titular|paciente|client[ea]?|customer|usuari[oa]|emplead[oa]|trabajador[a]?|beneficiari[oa]|remitente|contacto|contact|recipient|patient|employee|user|owner|for|by|por|para|from|hello|hi|dear|hola|estimad[oa]|querid[oa]|call(?:er|ed)?|firmad[oa] por|signed by|atendid[oa] por|remitid[oa] por|agente|agent|conductora?|driver|alumn[oa]|student|profesora?|holder|beneficiary|sr|sra)[:=]? ?["'(]?$/;
const PERSON_WORDS =
  /(?<![a-z])(?:name(?:'s| is|d)?|nombre(?: es)?|llam[oa]|llamad[oa]|called|i am|i'm|soy|dear|hi|hello|hola|estimad[oa]|querid[oa]|remitid[oa] por|medico|responsable clinico|autora?|paciente|patient|employee|colleague|customer|coworker|empleado|empleada|trabajador|trabajadora|companero|companera|cliente|sincerely|regards|atentamente|saludos|firmado)[:,]?\s{1,3}$/;

/** How a word speaks for a name: 3 a name and no word, 2 a name or a word, 1 unknown, 0 a word. */
const weightOf = ({ folded, written }: NameWord): number => {
  const parts = folded.split(/[-']/);
  if (parts.some((part) => isGiven(part) || isFamily(part))) return 3;
  if (parts.some((part) => mayBeGiven(part) || mayBeFamily(part))) return 2;
  return written.length <= 2 ? 1 : 0;
};

/** What comes right after a person: a number, a day of birth, an address. */
const FOLLOWERS =
  /^,? ?[[(<]?(?:(?:con |with |de |ssn|dni|nie|nif|nss|cui[lt]|rut|curp|cedula|cpf|dob|born|nacid[oa]|passport|pasaporte|iban|tel|phone|movil|mobile|e-?mail|correo|card|tarjeta|usuario|user\b|age |aged |\d{1,2} (?:anos|years))|[a-z0-9._+-]{1,64}@)/;

/** A number of a person right before, the name in brackets or behind a comma. */
const NUMBER_BEFORE =
  /(?:dni|nie|nif|cedula|c\.? ?c\.?|rut|curp|ssn|cui[lt]|cpf|id|pasaporte|passport)[.:=]? ?[a-z]{0,4}[\d.-]{6,15}[a-z]? ?[(,:-] ?$/;

/**
 * Full names: a first name with what follows it, or names after the words that people come after. A name alone is taken
 * only after such words: services and machines are called by first names too.
 */
export const people: Recogniser = ({ text, plain, kind, lang }) => {
  const words = kind === 'line' ? LINE_WORDS : PERSON_WORDS;
  const found: Finding[] = [];
  for (const run of nameRuns(text, kind)) {
    const [first, last] = [run[0] as NameWord, run.at(-1) as NameWord];
    const ends = endWithGiven(text, last.end);
    const isTitled = startOfTitle(plain, first.start) < first.start;
    const isTold =
      isTitled ||
      isAfter(plain, first.start, TITLE) ||
      isAfter(plain, first.start, words) ||
      isAfter(plain, first.start, NUMBER_BEFORE) ||
      FOLLOWERS.test(plain.slice(ends, ends + 80));
    const names = isTold ? named(run, ends > last.end, isTitled) : knownNames(run, ends > last.end, kind);
    if (names.length === 0) continue;
    const [start, end] = [names[0]?.start ?? 0, names.at(-1)?.end ?? 0];
    found.push({
      start: lang === 'en' && start === first.start ? startOfTitle(plain, start) : start,
      end: end === last.end ? ends : end,
      type: 'PERSON',
      sureness: isTold ? 2 : 1,
    });
  }
  return found;
};

/** Beside telling words: the run, if something in it is a name, or nothing of it is a word. */
function named(run: readonly NameWord[], isTurned: boolean, isTitled: boolean): readonly NameWord[] {
  if (isTurned || isTitled || run.some((word) => weightOf(word) >= 2)) return run;
  return run.length > 1 &&
    run.length < 5 &&
    !run.some(({ folded, written }) => isEnglish(folded) || /\d|^\p{Lu}+$/u.test(written))
    ? run
    : [];
}

/** Without them: from the first word that is a first name, two words of which one is a name for sure. */
function knownNames(run: readonly NameWord[], isTurned: boolean, kind: TextKind): readonly NameWord[] {
  if (isTurned && run.length < 4 && run.every(({ folded }) => mayBeFamily(folded))) return run;
  const from = run.findIndex(({ folded }) => folded.split('-').every(mayBeGiven));
  if (from < 0) return [];
  const rest = run.slice(from);
  const until = rest.findIndex(
    ({ folded, written }, place) =>
      place > 1 && weightOf(rest[place] as NameWord) === 0 && (isEnglish(folded) || written.length > 20),
  );
  const names = until < 0 ? rest : rest.slice(0, until);
  const [sure, next] = [names[0], names[1]];
  if (sure === undefined) return [];
  if (next === undefined)
    return kind === 'prose' && isGiven(sure.folded) && !/^\p{Lu}+$/u.test(sure.written) && !mayBeCity(sure.folded)
      ? [sure]
      : [];
  const total = names.reduce((sum, word) => sum + weightOf(word), 0);
  const isKnown = total >= 4 && names.some((word) => weightOf(word) === 3);
  return isKnown || !(isEnglish(sure.folded) || isEnglish(next.folded)) ? names : [];
}
