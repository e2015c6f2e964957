import { foldedWord } from '../names/folded-word.ts';
import type { Finding } from '../personal-type.ts';
import { allMatches, type Recogniser } from '../recogniser.ts';
import { isCountryStem } from './regions.ts';

const languages: ReadonlySet<string> = new Set(
  'ar,bg,bn,ca,cs,da,de,el,es,et,eu,fa,fi,fr,gl,gn,ha,he,hi,hr,hu,hy,id,is,it,ja,ka,kk,km,ko,ku,lo,lt,lv,mk,mn,ms,mt,ne,nl,no,pl,ps,pt,ro,ru,sk,sl,so,sq,sr,sv,sw,th,tl,tr,uk,ur,uz,vi,wo,zh'
    .split(',')
    .map((code) => foldedWord(new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? '')),
);
const MORE =
  /^(?:american|british|dutch|danish|swiss|swede|dane|pole|turk|serb|croat|czech|slovak|scot|scottish|irish|welsh|finn|spaniard|briton|englishm[ae]n|frenchm[ae]n|irishm[ae]n|welshm[ae]n|jew|jewish|christian|muslim|sunni|shii|shia|shiite|hindu|buddhist|catholic|protestant|sikh|kurd|tibetan|taiwanese|palestinian|philippine|filipino|iraqi|saudi|emirati|omani|qatari|kuwaiti|yemeni|thai|cypriot|mexican|canadian|african|european|asian|hispanic|latino|latina|english|argentine|argentinian|peruvian|bolivian|chilean|cuban|norwegian|swedish|belgian|egyptian|ukrainian|moroccan|ecuadorean|greek|afghan|uzbek|kazakh|turkmen|tajik|kyrgyz)s?$/;
const WORD = /(?<![a-z0-9-])[a-z]{4,20}(?![a-z0-9])/g;
/** Said of a language or a kitchen in passing, they are common words too. */
const NO_PEOPLE = /^(?:english|china|turkey|pole|poles)$/;

/** Adjectives and nouns of nations, and of the great faiths. */
export const nationalities: Recogniser = ({ plain, lang }) => {
  if (lang !== 'en') return [];
  const found: Finding[] = [];
  for (const { 0: word, index } of allMatches(plain, WORD))
    if (!NO_PEOPLE.test(word) && (MORE.test(word) || languages.has(word) || isOfCountry(word)))
      found.push({ start: index, end: index + word.length, type: 'NATIONALITY', sureness: 1 });
  return found;
};

/** The stem of a country's name and an ending of peoples: Paraguay, paraguayans. */
function isOfCountry(word: string): boolean {
  const stem = /^([a-z]{4,}?)(?:a|e|i|o|u)?(?:n|an|ian|ean|ese|er|ish|i|ans|ians|eans|eses|ers|is)$/.exec(word)?.[1];
  return stem !== undefined && stem.length >= 4 && isCountryStem(stem);
}
