import { matches, type Recogniser } from '../recogniser.ts';

const LETTER = "[\\p{L}'.&-]";
const CAP = `\\p{Lu}${LETTER}{1,24}`;
const REST = `(?:[ ](?:(?:de|del|de la|de las|de los|la|las|los|el|y|e|i|of|the|for|and|d'|San|Santa|\\d{1,2}|["“]?${CAP}["”]?)(?![\\p{L}]))){0,9}?`;
const SPANISH = new RegExp(
  `(?<![\\p{L}])(?:Hospital|Hospitals|Complejo|Cl[ií]nica|Policl[ií]nica|Centro de [Ss]alud|Centro M[ée]dico|Centro|Instituto|Institut|Universidad|Universitat|Facultad|Fundaci[oó]n|Fundaci[óo]|Residencia|Consorci|Consorcio|Corporaci[óo]n?|Sanatorio|Maternidad|Ambulatorio|Laboratorios?|Colegio|Asociaci[óo]n)${REST}[ ]["“]?${CAP}["”]?`,
  'gu',
);
const GREEDY = new RegExp(SPANISH.source.replaceAll('{0,9}?', '{0,9}'), 'gu');
const ENGLISH = new RegExp(
  `(?<![\\p{L}])${CAP}(?:,?[ ](?:(?:and|of|&)[ ])?${CAP}){0,3},?[ ](?:Inc|LLC|Ltd|Corp|Corporation|Company|Co|PLC|plc|GmbH|AG|SA|S\\.A|Group|University|College|Hospital|Institute|Bank|Foundation|School|Partners|Associates|Holdings)(?![\\p{L}])\\.?`,
  'gu',
);

/** Hospitals, universities and firms, by the word that says what they are. */
export const organizations: Recogniser = ({ text, lang }) =>
  matches(text, lang === 'es' ? GREEDY : ENGLISH, 'ORGANIZATION', 1);
