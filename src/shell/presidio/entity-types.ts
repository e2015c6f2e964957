import type { PersonalSpan } from '../../stages/scrub/ports.ts';

type PersonalType = PersonalSpan['type'];

/** What Presidio calls its types, and what they are called here. */
const TYPES: ReadonlyMap<string, PersonalType> = new Map([
  ['PERSON', 'PERSON'],
  ['EMAIL_ADDRESS', 'EMAIL'],
  ['PHONE_NUMBER', 'PHONE'],
  ['IP_ADDRESS', 'IP_ADDRESS'],
  ['LOCATION', 'PLACE'],
  ['ADDRESS', 'ADDRESS'],
  ['ORGANIZATION', 'ORGANIZATION'],
  ['NRP', 'NATIONALITY'],
  ['NATIONALITY', 'NATIONALITY'],
  ['DATE_TIME', 'DATE'],
  ['AGE', 'AGE'],
  ['TITLE', 'OCCUPATION'],
  ['URL', 'URL'],
  ['CREDIT_CARD', 'CREDIT_CARD'],
  ['IBAN_CODE', 'IBAN'],
  ['US_SSN', 'US_SSN'],
  ['US_PASSPORT', 'PASSPORT'],
  ['IT_PASSPORT', 'PASSPORT'],
  ['US_DRIVER_LICENSE', 'DRIVER_LICENSE'],
  ['IT_DRIVER_LICENSE', 'DRIVER_LICENSE'],
  ['UK_NINO', 'UK_NINO'],
  ['ES_NIF', 'ES_DNI'],
  ['ES_NIE', 'ES_NIE'],
  ['IT_FISCAL_CODE', 'IT_CF'],
  ['PL_PESEL', 'PL_PESEL'],
]);

/** Our type for one of Presidio's; of a type that is not known, the one for whatever shall not be kept. */
export const personalType = (name: string): PersonalType => TYPES.get(name) ?? 'BLOCKED';
