import type { Finding } from '../personal-type.ts';
import { allMatches, matches, type Recogniser } from '../recogniser.ts';

const SEX =
  /(?<![a-z])(?:varon|mujer|hombre|nin[oa]|masculino|femenin[oa])(?![a-z])(?=(?:,? [a-z]{2,14}){0,2},? (?:de |con )?(?:\d|[a-z]{4,12} anos)|[.,;])|(?<=\b(?:paciente|sexo|lactante|adulto)(?: de)?(?: sexo)? )(?:varon|mujer|masculino|femenin[oa]|hombre)(?![a-z])/g;
const KIN =
  /(?<![a-z])(?:padres?|madre|herman[oa]s?|hij[oa]s?|ti[oa]s? (?:materno|paterno)s?|abuel[oa]s?(?: (?:materno|paterno|materna|paterna))?|marido|espos[oa]|novi[oa]|cunad[oa]|suegr[oa]|prim[oa]s? (?:matern|patern)[oa]s?|sobrin[oa]s?|niet[oa]s?|familiares|familia)(?![a-z])/g;
/** "Línea madre", "duramadre": parts of the body. */
const NO_KIN = /(?:dura|pia|celulas?|historia|antecedentes|medico de|planificacion)[- ]$/;

/** Sex and relatives of somebody, in Spanish reports: they point at a person where few were there. */
export const kin: Recogniser = ({ plain, lang }) => {
  if (lang !== 'es') return [];
  const found: Finding[] = matches(plain, SEX, 'SEX', 1);
  for (const { 0: word, index } of allMatches(plain, KIN))
    if (!NO_KIN.test(plain.slice(Math.max(0, index - 18), index)))
      found.push({ start: index, end: index + word.length, type: 'RELATIVE', sureness: 1 });
  return found;
};
