import { foldedWord } from '../names/folded-word.ts';

/** Names of countries as the runtime's CLDR has them, in languages that texts name them in. */
const countries: ReadonlySet<string> = new Set(
  ['en', 'es'].flatMap((language) => {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    return letters
      .flatMap((first) => letters.map((second) => names.of(`${first}${second}`)))
      .filter((name) => name !== undefined)
      .map(foldedWord);
  }),
);
const MORE = new Set(
  'usa,uk,u.s.,u.s.a.,england,scotland,wales,holland,america,ee.uu.,inglaterra,escocia,gran bretana,republica argentina'.split(
    ',',
  ),
);

/** Autonomous communities and provinces of Spain that no town is called by, states of the United States. */
const regions: ReadonlySet<string> = new Set(
  'andalucia,aragon,asturias,principado de asturias,cantabria,cataluna,catalunya,castilla y leon,castilla la mancha,castilla-la mancha,comunidad valenciana,comunidad de madrid,extremadura,galicia,islas baleares,baleares,illes balears,canarias,islas canarias,la rioja,murcia,navarra,pais vasco,euskadi,alava,araba,guipuzcoa,gipuzkoa,vizcaya,bizkaia,a coruna,la coruna,lugo,orense,ourense,pontevedra,gerona,girona,lerida,lleida,las palmas,tenerife,santa cruz de tenerife,gran canaria,mallorca,menorca,ibiza,avila,burgos,leon,palencia,salamanca,segovia,soria,valladolid,zamora,albacete,ciudad real,cuenca,guadalajara,toledo,badajoz,caceres,huesca,teruel,zaragoza,castellon,alicante,jaen,cordoba,almeria,granada,huelva,malaga,sevilla,cadiz,ceuta,melilla,alabama,alaska,arizona,arkansas,california,colorado,connecticut,delaware,florida,hawaii,idaho,illinois,indiana,iowa,kansas,kentucky,louisiana,maine,maryland,massachusetts,michigan,minnesota,mississippi,missouri,montana,nebraska,nevada,new hampshire,new jersey,new mexico,new york,north carolina,north dakota,ohio,oklahoma,oregon,pennsylvania,rhode island,south carolina,south dakota,tennessee,texas,utah,vermont,virginia,west virginia,wisconsin,wyoming'.split(
    ',',
  ),
);

const stems: ReadonlySet<string> = new Set(
  [...countries]
    .filter((name) => /^[a-z]{4,}$/.test(name))
    .flatMap((name) => [name, name.replace(/[aeiouy]+$/, '')])
    .filter((stem) => stem.length > 3),
);

/** The beginning of a country's name, without its last vowels. */
export const isCountryStem = (stem: string): boolean => stems.has(stem);

/** Of a name in lower case without accents. */
export const isCountry = (name: string): boolean => countries.has(name) || MORE.has(name);
export const isRegion = (name: string): boolean => regions.has(name);
