import { faker as english } from '@faker-js/faker/locale/en';
import { faker as spanish } from '@faker-js/faker/locale/es';
import type { PersonalType } from '../../../src/detectors/personal-data/personal-type.ts';
import type { Random } from '../../simulation/random.ts';
import { drawNumber, filled, NUMBER_FORMS } from './numbers.ts';

/** Something of somebody's, and the words before it that people use. */
export interface Identity {
  readonly kind: string;
  readonly type: PersonalType;
  readonly value: string;
  /** What gives the person away by itself as well. */
  readonly parts: readonly string[];
  readonly english: string;
  readonly spanish: string;
}

interface Kind {
  readonly kind: string;
  readonly type: PersonalType;
  readonly english: string;
  readonly spanish: string;
  readonly draw: (random: Random) => string;
  readonly parts?: (value: string) => readonly string[];
}

const kind = (
  name: string,
  type: PersonalType,
  draw: Kind['draw'],
  words: readonly [english: string, spanish: string],
  parts: Kind['parts'] = () => [],
): Kind => ({ kind: name, type, draw, english: words[0], spanish: words[1], parts });

const STARTS = ['Zurk', 'Obl', 'Vrend', 'Krast', 'Ylv', 'Thorz', 'Quend', 'Brzel', 'Ghult', 'Wexf'] as const;
const MIDDLES = ['an', 'ist', 'eth', 'orb', 'ulm', 'aq', 'ind', 'ors'] as const;
const ENDS = ['khar', 'wik', 'zeth', 'morg', 'quist', 'plenk', 'grund', 'voss'] as const;
/** A name that is on no list and that no made-up value looks like. */
const rareName = (random: Random): string => random.pick(STARTS) + random.pick(MIDDLES) + random.pick(ENDS);
const rareLogin = (random: Random): string => `${rareName(random).toLowerCase()}${random.int(10, 99)}`;
const signs = (count: number, alphabet: string, random: Random): string =>
  Array.from({ length: count }, () => random.pick([...alphabet])).join('');
const ALPHANUMERIC = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const HEX = '0123456789abcdef';
const opaque = (count: number, random: Random): string =>
  `${random.int(1, 9)}z${signs(count - 2, ALPHANUMERIC, random)}`;

const SECRETS: readonly ((random: Random) => string)[] = [
  (random) => `AKIA${signs(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', random)}`,
  (random) => `ghp_${opaque(36, random)}`,
  (random) => `github_pat_${opaque(30, random)}`,
  (random) => `glpat-${opaque(20, random)}`,
  (random) => `xoxb-${filled('###########', random)}-${opaque(24, random)}`,
  (random) => `sk_live_${opaque(24, random)}`,
  (random) => `AIza${opaque(35, random)}`,
  (random) => `npm_${opaque(36, random)}`,
  (random) => `hf_${opaque(34, random)}`,
  (random) => `SG.${opaque(22, random)}.${opaque(43, random)}`,
  (random) => `sk-proj-${opaque(40, random)}`,
  (random) => `dop_v1_${signs(64, HEX, random)}`,
  (random) => `hvs.${opaque(24, random)}`,
];
const jwt = (random: Random): string =>
  ['{"alg":"HS256","typ":"JWT"}', `{"sub":"${rareLogin(random)}","iat":${random.int(1e9, 2e9)}}`]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')
    .concat('.', opaque(43, random));
const privateKey = (random: Random): string =>
  `-----BEGIN RSA PRIVATE KEY-----\n${opaque(64, random)}\n${opaque(64, random)}\n-----END RSA PRIVATE KEY-----`;
const secretOf = (uri: string): readonly string[] => [/:([^:@]+)@/.exec(uri)?.[1] ?? uri];

const octets = (random: Random) =>
  `${random.int(11, 126)}.${random.int(1, 254)}.${random.int(1, 254)}.${random.int(1, 254)}`;
const sixes = (random: Random) =>
  `2a02:${[1, 2, 3, 4, 5].map(() => random.int(4096, 65_535).toString(16)).join(':')}::${random.int(2, 9)}`;
const day = (random: Random, year: string) => [
  String(random.int(1, 28)).padStart(2, '0'),
  String(random.int(1, 12)).padStart(2, '0'),
  year,
];
const address = (faker: typeof english) => (random: Random) =>
  faker === english
    ? `${random.int(100, 9999)} ${rareName(random)} Street, Springfield, IL ${random.int(60_000, 62_999)}`
    : `${random.pick(['Calle', 'C/', 'Avenida', 'Plaza', 'Avda.'])} ${rareName(random)} ${random.int(1, 199)}, ${random.int(10, 49)}${filled('###', random)} ${random.pick(['Madrid', 'Sevilla', 'León', 'Cádiz'])}`;
const streetOf = (value: string) => value.split(',').slice(0, 1);
const words = (value: string) => value.split(' ').filter((word) => word.length > 6);

/** Every kind but numbers that a state or a bank gives. */
const KINDS: readonly Kind[] = [
  kind('name of the lists, English', 'PERSON', () => `${english.person.firstName()} ${english.person.lastName()}`, [
    'employee',
    'employee',
  ]),
  kind(
    'name of the lists, Spanish',
    'PERSON',
    () => `${spanish.person.firstName()} ${spanish.person.lastName()} ${spanish.person.lastName()}`,
    ['customer', 'cliente'],
  ),
  kind(
    'name of no list',
    'PERSON',
    (random) => `${rareName(random)} ${rareName(random)}`,
    ['employee', 'empleado'],
    words,
  ),
  kind('account', 'USERNAME', rareLogin, ['user', 'usuario']),
  kind(
    'account with a domain',
    'USERNAME',
    (random) => `CORP\\${rareLogin(random)}`,
    ['user', 'usuario'],
    (it) => [it.slice(5)],
  ),
  kind(
    'e-mail',
    'EMAIL',
    (random) => `${rareLogin(random)}@${rareName(random).toLowerCase()}.example`,
    ['mail', 'correo'],
    (it) => it.split('@').map((part) => part.replace('.example', '')),
  ),
  kind(
    'e-mail with accents',
    'EMAIL',
    (random) => `${rareName(random).toLowerCase()}.peña${random.int(10, 99)}@${rareName(random).toLowerCase()}.es`,
    ['mail', 'correo'],
  ),
  kind(
    'e-mail spelt',
    'EMAIL',
    (random) => `${rareLogin(random)} [at] ${rareName(random).toLowerCase()} [dot] example`,
    ['mail', 'correo'],
    (it) => [it.split(' ')[0] as string],
  ),
  kind(
    'phone of Spain',
    'PHONE',
    (random) => filled(random.pick(['+34 6## ### ###', '+346########', '0034 6########']), random),
    ['phone', 'teléfono'],
  ),
  kind(
    'phone of the United States',
    'PHONE',
    (random) => filled(random.pick(['(2[0-1]2) 5##-####', '+1 212 5## ####']), random),
    ['phone', 'teléfono'],
  ),
  kind(
    'phone of Latin America',
    'PHONE',
    (random) => filled(random.pick(['+52 55 ~### ####', '+54 9 11 ~### ####', '+57 300 ### ####']), random),
    ['phone', 'móvil'],
  ),
  kind('address, IPv4', 'IP_ADDRESS', octets, ['address', 'dirección']),
  kind('address, IPv6', 'IP_ADDRESS', sixes, ['from', 'desde']),
  kind('street, English', 'ADDRESS', address(english), ['home', 'domicilio'], streetOf),
  kind('street, Spanish', 'ADDRESS', address(spanish), ['address', 'domicilio'], streetOf),
  kind('day of birth', 'DATE_OF_BIRTH', (random) => day(random, String(random.int(1930, 2009))).join('/'), [
    'date of birth',
    'fecha de nacimiento',
  ]),
  kind(
    'day of birth, ISO',
    'DATE_OF_BIRTH',
    (random) =>
      day(random, String(random.int(1930, 2009)))
        .toReversed()
        .join('-'),
    ['born', 'nacido el'],
  ),
  kind(
    'coordinates',
    'GEO',
    (random) => `${random.int(10, 60)}.${filled('#####~', random)}, -${random.int(1, 99)}.${filled('#####~', random)}`,
    ['location', 'coordenadas'],
    (it) => it.split(', '),
  ),
  kind(
    'plate',
    'PLATE',
    (random) => filled('#### [BCDFGHJKLMNPRSTVWXYZ][BCDFGHJKLMNPRSTVWXYZ][BCDFGHJKLMNPRSTVWXYZ]', random),
    ['plate', 'matrícula'],
  ),
  kind('passport', 'PASSPORT', (random) => filled('@@@######', random), ['passport', 'pasaporte']),
  kind('licence', 'DRIVER_LICENSE', (random) => filled('@#######', random), [
    'driving licence number',
    'permiso de conducir',
  ]),
  kind('secret with a prefix', 'SECRET', (random) => random.pick(SECRETS)(random), ['value', 'valor']),
  kind('password', 'SECRET', (random) => `${rareLogin(random)}!${opaque(6, random)}`, ['password', 'contraseña']),
  kind('token without a form', 'SECRET', (random) => opaque(40, random), ['api_key', 'token']),
  kind('JWT', 'SECRET', jwt, ['sent', 'enviado']),
  kind('private key', 'SECRET', privateKey, ['key', 'llave'], (it) => it.split('\n').slice(1, 3)),
  kind(
    'connection string',
    'SECRET',
    (random) => `postgres://app:${opaque(16, random)}@db.internal:5432/main`,
    ['dsn', 'conexión'],
    secretOf,
  ),
  ...NUMBER_FORMS.map((form) =>
    kind(form.type, form.type, (random) => drawNumber(form, random), [form.english, form.spanish]),
  ),
];

/** So many identities of each kind, always the same for the same chance. */
export function drawIdentities(each: number, random: Random): readonly Identity[] {
  for (const faker of [english, spanish]) faker.seed(random.int(0, 1e9));
  return KINDS.flatMap(({ draw, parts, ...facts }) =>
    Array.from({ length: each }, () => {
      const value = draw(random);
      return { ...facts, value, parts: parts?.(value) ?? [] };
    }),
  );
}
