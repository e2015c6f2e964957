import * as andes from '../../../src/detectors/personal-data/checks/andes.ts';
import * as europe from '../../../src/detectors/personal-data/checks/europe.ts';
import { isIban } from '../../../src/detectors/personal-data/checks/iban.ts';
import { isCard } from '../../../src/detectors/personal-data/checks/luhn.ts';
import * as mercosur from '../../../src/detectors/personal-data/checks/mercosur.ts';
import { isCurp, isRfc } from '../../../src/detectors/personal-data/checks/mexico.ts';
import * as spain from '../../../src/detectors/personal-data/checks/spain.ts';
import { isSsn } from '../../../src/detectors/personal-data/checks/united-states.ts';
import type { PersonalType } from '../../../src/detectors/personal-data/personal-type.ts';
import type { Random } from '../../simulation/random.ts';

/** How numbers of a type are written, and the words that people put before them. */
export interface NumberForm {
  readonly type: PersonalType;
  /** # a digit, @ a capital letter, ~ a digit that is no zero; what stands in brackets is one of its signs. */
  readonly forms: readonly string[];
  readonly isRight: (bare: string) => boolean;
  readonly english: string;
  readonly spanish: string;
}

const form = (
  type: PersonalType,
  forms: readonly string[],
  isRight: (bare: string) => boolean,
  english: string,
  spanish = english,
): NumberForm => ({ type, forms, isRight, english, spanish });

/** Every number that a state or a bank gives, in the ways in which it is written. The rules are those of the product, which published numbers judge beside them. */
export const NUMBER_FORMS: readonly NumberForm[] = [
  form(
    'CREDIT_CARD',
    ['4###############', '5[12345]## #### #### ####', '37##-######-#####'],
    isCard,
    'card',
    'tarjeta',
  ),
  form('IBAN', ['ES######################', 'DE## #### #### #### #### ##'], isIban, 'IBAN', 'cuenta'),
  form('US_SSN', ['[1-7]##-##-####', '[1-7]##~#####'], isSsn, 'SSN', 'social security'),
  form('ES_DNI', ['########@', '##.###.###-@', '########-@'], spain.isDni, 'DNI'),
  form('ES_NIE', ['[XYZ]#######@', '[XYZ]-#######-@'], spain.isNie, 'NIE'),
  form('ES_CIF', ['[ABEH]########', '[NPQS]-#######[A-J]'], spain.isCif, 'company tax id', 'CIF'),
  form('ES_NSS', ['28##########', '08/########/##'], spain.isNss, 'social security', 'seguridad social'),
  form('CL_RUT', ['1#.###.###-[0-9K]', '~#######-[0-9K]'], mercosur.isRut, 'RUT'),
  form('AR_CUIL', ['20-########-#', '27#########'], mercosur.isCuil, 'CUIL', 'CUIT'),
  form('BR_CPF', ['###.###.###-##', '###########'], mercosur.isCpf, 'CPF'),
  form('BR_CNPJ', ['##.###.###/0001-##', '########0001##'], mercosur.isCnpj, 'CNPJ'),
  form('MX_CURP', ['@@@@8#0#1#HDF@@@##', '@@@@9#1#2#MJC@@@0#'], isCurp, 'CURP'),
  form('MX_RFC', ['@@@@7#0#1##@#', '@@@8#1#2##@#'], isRfc, 'RFC'),
  form('EC_CEDULA', ['17########', '09[0-5]######-#'], andes.isEcuadorianCedula, 'cédula'),
  form('EC_RUC', ['17[0-5]#######001', '179#######001'], andes.isEcuadorianRuc, 'RUC'),
  form('DO_CEDULA', ['001-#######-#', '402########'], andes.isDominicanCedula, 'cédula'),
  form('CO_CEDULA', ['1#########', '5#.###.###'], andes.isColombianCedula, 'cédula'),
  form('CO_NIT', ['8########-#', '9##.###.###-#'], andes.isNit, 'NIT'),
  form('PE_RUC', ['20#########', '10#########'], andes.isPeruvianRuc, 'RUC'),
  form('PE_DNI', ['4#######', '0#######'], (bare) => bare.length === 8, 'DNI'),
  form('VE_RIF', ['J-########-#', 'V#########'], andes.isRif, 'RIF'),
  form('UY_CI', ['[1-5].###.###-#', '[1-5]######-#'], mercosur.isUruguayanCi, 'cédula', 'C.I.'),
  form('FR_NIR', ['1 ## 0~ 75 ### ### ##', '2##1[012]33########'], europe.isNir, 'NIR'),
  form(
    'IT_CF',
    ['@@@@@@##[ABCDEHLMPRST]##@###@', '@@@ @@@ 8#[ABCDEHLMPRST]1# @###@'],
    europe.isCodiceFiscale,
    'codice fiscale',
  ),
  form('PT_NIF', ['2########', '1## ### ###'], europe.isPortugueseNif, 'NIF', 'contribuinte'),
  form('DE_STEUER_ID', ['~##########', '~# ### ### ###'], europe.isSteuerId, 'tax ID', 'Steuer-ID'),
  form('NL_BSN', ['1########', '1###.##.###'], europe.isBsn, 'BSN'),
  form('PL_PESEL', ['8#0~1######', '0#2~1######'], europe.isPesel, 'PESEL'),
  form('UK_NINO', ['[ABCEGHJ][ABCEGHJ]######[A-D]', 'J[ABCEGHJ] ## ## ## [A-D]'], europe.isNino, 'national insurance'),
];

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const TRIES = 100_000;

/** A number that keeps its rule. */
export function drawNumber({ type, forms, isRight }: NumberForm, random: Random): string {
  const chosen = random.pick(forms);
  for (let tried = 0; tried < TRIES; tried++) {
    const written = filled(chosen, random);
    if (isRight(written.replaceAll(/[ .\-/]/g, ''))) return written;
  }
  throw new Error(`no number of ${type} is like ${chosen}`);
}

/** A form with its places drawn. */
export const filled = (form: string, random: Random): string =>
  form.replaceAll(/\[([^\]]+)\]|[#@~]/g, (place, signs: string | undefined) => {
    if (place === '#') return String(random.int(0, 9));
    if (place === '~') return String(random.int(1, 9));
    return random.pick([...(signs === undefined ? LETTERS : spelt(signs))]);
  });

/** "A-D" as ABCD. */
const spelt = (signs: string): string =>
  signs.replaceAll(/(.)-(.)/g, (_, from: string, to: string) => {
    const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
    return Array.from({ length: last - first + 1 }, (_one, at) => String.fromCharCode(first + at)).join('');
  });
