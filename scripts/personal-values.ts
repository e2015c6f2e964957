/**
 * Writes values that sentences to train the tagger of personal data are filled with, as JSON on stdout:
 *   npm run -s bench -- scripts/personal-values.ts
 * Origin: @faker-js/faker (MIT), the same values each time.
 */
import { allLocales, Faker } from '@faker-js/faker';

const EACH = 500;
const SEED = 7;
const READABLE = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\p{N} .,'’()+/-]+$/u;

type Made = (faker: Faker) => string;
const KINDS: Readonly<Record<string, Made>> = {
  given: (faker) => faker.person.firstName(),
  family: (faker) => faker.person.lastName(),
  street: (faker) => faker.location.street(),
  house: (faker) => faker.location.buildingNumber(),
  unit: (faker) => faker.location.secondaryAddress(),
  city: (faker) => faker.location.city(),
  state: (faker) => faker.location.state(),
  country: (faker) => faker.location.country(),
  postcode: (faker) => faker.location.zipCode(),
  phone: (faker) => faker.phone.number(),
};

const valuesOf = (name: keyof typeof allLocales) => {
  const faker = new Faker({ locale: [allLocales[name], allLocales.en, allLocales.base], seed: SEED });
  return Object.fromEntries(Object.entries(KINDS).map(([kind, made]) => [kind, distinct(faker, made)]));
};

const distinct = (faker: Faker, made: Made): readonly string[] =>
  [...new Set(Array.from({ length: EACH }, () => tried(faker, made).trim()))]
    .filter((value) => READABLE.test(value))
    .toSorted();

/** A locale may say that it has none of a kind. */
function tried(faker: Faker, made: Made): string {
  try {
    return made(faker);
  } catch {
    return '';
  }
}

const locales = (Object.keys(allLocales) as (keyof typeof allLocales)[]).filter(
  (name) => name !== 'base' && allLocales[name].person?.first_name !== undefined,
);
console.log(JSON.stringify(Object.fromEntries(locales.map((name) => [name, valuesOf(name)]))));
