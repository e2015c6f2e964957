import { addresses } from './contact/addresses.ts';
import { birthDates } from './contact/birth-dates.ts';
import { coordinates } from './contact/coordinates.ts';
import { documents } from './contact/documents.ts';
import { emails } from './contact/emails.ts';
import { networks } from './contact/networks.ts';
import { phones } from './contact/phones.ts';
import { plates } from './contact/plates.ts';
import { secrets } from './contact/secrets.ts';
import { thingNumbers } from './contact/thing-numbers.ts';
import { fields } from './fields/fields.ts';
import { accounts } from './names/accounts.ts';
import { people } from './names/people.ts';
import { normalText } from './normal-text.ts';
import { withoutOverlaps } from './overlaps.ts';
import type { Finding, PersonalSpan } from './personal-type.ts';
import { plainText } from './plain-text.ts';
import { ages } from './prose/ages.ts';
import { dates } from './prose/dates.ts';
import { foreignAddresses } from './prose/foreign-addresses.ts';
import { kin } from './prose/kin.ts';
import { languageOf } from './prose/language.ts';
import { links } from './prose/links.ts';
import { nationalities } from './prose/nationalities.ts';
import { organizations } from './prose/organizations.ts';
import { places } from './prose/places.ts';
import { strangers } from './prose/strangers.ts';
import type { Language, Recogniser, View } from './recogniser.ts';
import { repeats } from './repeats.ts';
import { EUROPE_AND_US } from './schemes/europe.ts';
import { LATIN_AMERICA } from './schemes/latin-america.ts';
import { payment } from './schemes/payment.ts';
import { numbersOf } from './schemes/scheme.ts';
import { SPAIN } from './schemes/spain.ts';
import { kindOf } from './text-kind.ts';

/** A text that is longer is no text to learn from, and is refused rather than searched in part. */
export const LONGEST_TEXT = 262_144;

/** Need a digit to find anything. */
const NUMERIC: readonly Recogniser[] = [
  payment,
  numbersOf([...SPAIN, ...LATIN_AMERICA, ...EUROPE_AND_US]),
  ...[networks, phones, coordinates, plates, documents, birthDates, addresses],
];
const ANY: readonly Recogniser[] = [emails, secrets, fields, accounts, people];

const PROSE: readonly Recogniser[] = [
  ...[dates, ages, kin, places, organizations, nationalities],
  ...[strangers, links, foreignAddresses],
];

export interface Search {
  /** What the text is written in; without it, its commonest words say. */
  readonly language?: Language | undefined;
  /** The text is what a thing is called, such as a tool: a word that no list knows is not taken for somebody's name, a number of somebody's length is. */
  readonly isThing?: boolean;
  /** What a tenant never wants kept. */
  readonly blocked?: Recogniser | undefined;
  /** What others found in the text as written: the token classifier. */
  readonly also?: readonly Finding[] | undefined;
}

/** All personal data of a text that patterns, rules and lists find, in order, without overlaps. Throws when it is too long. */
export function findPersonalData(
  written: string,
  { language, isThing = false, blocked, also = [] }: Search = {},
): readonly PersonalSpan[] {
  if (written.length > LONGEST_TEXT) throw new RangeError('the text is too long to be searched for personal data');
  const { text, startOf, endOf } = normalText(written);
  const plain = plainText(text);
  const view: View = { text, plain, kind: kindOf(text), lang: language ?? languageOf(plain) };
  const recognisers = recognisersFor(view, blocked);
  const asked = isThing ? [...recognisers.filter((one) => one !== strangers), thingNumbers] : recognisers;
  const found = asked.flatMap((recognise) => recognise(view));
  const placed = [...found, ...repeats(plain, found)].map(
    (finding): Finding => ({ ...finding, start: startOf(finding.start), end: endOf(finding.end) }),
  );
  return withoutOverlaps([...placed, ...also]);
}

const recognisersFor = ({ text, kind }: View, blocked: Recogniser | undefined): readonly Recogniser[] => [
  ...ANY,
  ...(/\d/.test(text) ? NUMERIC : []),
  ...(kind === 'prose' ? PROSE : []),
  ...(blocked === undefined ? [] : [blocked]),
];
