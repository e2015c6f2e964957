import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import * as andes from '../checks/andes.ts';
import * as europe from '../checks/europe.ts';
import { isIban } from '../checks/iban.ts';
import { passesLuhn } from '../checks/luhn.ts';
import * as mercosur from '../checks/mercosur.ts';
import { isCurp, isRfc } from '../checks/mexico.ts';
import * as spain from '../checks/spain.ts';
import type { PersonalType } from '../personal-type.ts';

/** Rules that a number of somebody keeps; types without a digit of control have none. */
const RULES: Partial<Record<PersonalType, (number: string) => boolean>> = {
  PHONE: (number) => parsePhoneNumberFromString(number.replace(/^00/, '+'))?.isValid() === true,
  CREDIT_CARD: passesLuhn,
  IBAN: isIban,
  ES_DNI: spain.isDni,
  ES_NIE: spain.isNie,
  ES_CIF: spain.isCif,
  ES_NSS: spain.isNss,
  FR_NIR: europe.isNir,
  IT_CF: europe.isCodiceFiscale,
  PT_NIF: europe.isPortugueseNif,
  DE_STEUER_ID: europe.isSteuerId,
  NL_BSN: europe.isBsn,
  PL_PESEL: europe.isPesel,
  CL_RUT: mercosur.isRut,
  AR_CUIL: mercosur.isCuil,
  BR_CPF: mercosur.isCpf,
  BR_CNPJ: mercosur.isCnpj,
  UY_CI: mercosur.isUruguayanCi,
  MX_CURP: isCurp,
  MX_RFC: isRfc,
  EC_CEDULA: andes.isEcuadorianCedula,
  EC_RUC: andes.isEcuadorianRuc,
  DO_CEDULA: andes.isDominicanCedula,
  CO_NIT: andes.isNit,
  PE_RUC: andes.isPeruvianRuc,
  VE_RIF: andes.isRif,
};

/** Whether a number keeps the rule of its type, so that it may be somebody's. */
export function maySomebodyHave(type: PersonalType, written: string): boolean {
  return RULES[type]?.(written.replaceAll(/[ .\-/]/g, '').toUpperCase()) ?? false;
}
