import {
  isColombianCedula,
  isDominicanCedula,
  isEcuadorianCedula,
  isEcuadorianRuc,
  isNit,
  isPeruvianRuc,
  isRif,
} from '../checks/andes.ts';
import { isCnpj, isCpf, isCuil, isRut, isUruguayanCi } from '../checks/mercosur.ts';
import { isCurp, isRfc } from '../checks/mexico.ts';
import type { Scheme } from './scheme.ts';

const CEDULA = /(?:\b(?:cedula|identidad|identificacion|documento|ciudadania|ci|cc)\b|c\.[ic]\.)[^;|]{0,30}$/;
const isPeruvianDni = (number: string): boolean => /^\d{7,8}$/.test(number);

/** Numbers of Latin America. */
export const LATIN_AMERICA: readonly Scheme[] = [
  {
    type: 'CL_RUT',
    pattern: /(?<![\w.-])(?:\d{7,8}-?|\d{1,2}\.\d{3}\.\d{3}-?)[\dK](?![\w-]|\.\d)/gi,
    isValid: isRut,
    words: /\b(?:rut|run|r\.u\.t|rol|contribuyente|chileno?a?)\b[^;|]{0,30}$/,
    telling: /-/,
  },
  {
    type: 'AR_CUIL',
    pattern: /(?<![\w.-])(?:\d{2}-\d{8}-\d|\d{2} \d{8} \d|\d{11})(?![\w-]|\.\d)/g,
    isValid: isCuil,
    words: /\b(?:cui[lt]|afip|anses|monotribut\w*|contribuyente|empleador)\b[^;|]{0,30}$/,
    telling: /[ -]/,
  },
  {
    type: 'BR_CPF',
    pattern: /(?<![\w.-])(?:\d{3}\.\d{3}\.\d{3}-\d{2}|\d{9}-?\d{2})(?![\w-]|\.\d)/g,
    isValid: isCpf,
    words: /\b(?:cpf|cadastro|contribuinte)\b[^;|]{0,30}$/,
    telling: /[.-]/,
  },
  {
    type: 'BR_CNPJ',
    pattern: /(?<![\w.-])[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}\/?[0-9A-Z]{4}-?\d{2}(?![\w-]|\.\d)/gi,
    isValid: isCnpj,
    words: /\b(?:cnpj|cadastro|empresa)\b[^;|]{0,30}$/,
    telling: /\/.{4}-/,
  },
  {
    type: 'MX_CURP',
    pattern: /(?<![A-Za-zÑñ0-9])[A-ZÑa-zñ]{4}\d{6}[HMXhmx][A-ZÑa-zñ]{5}[0-9A-Za-z]\d(?![A-Za-zÑñ0-9])/g,
    isValid: isCurp,
  },
  {
    type: 'MX_RFC',
    pattern: /(?<![A-Za-zÑñ0-9])[A-ZÑ&a-zñ]{3,4}[ -]?\d{6}[ -]?[0-9A-Za-z]{2}[0-9Aa](?![A-Za-zÑñ0-9])/g,
    isValid: isRfc,
  },
  {
    type: 'EC_CEDULA',
    pattern: /(?<![\w.-])\d{9}-?\d(?![\w-]|\.\d)/g,
    isValid: isEcuadorianCedula,
    words: CEDULA,
    telling: /-/,
  },
  {
    type: 'EC_RUC',
    pattern: /(?<![\w.-])\d{10}-?\d{3}(?![\w-]|\.\d)/g,
    isValid: isEcuadorianRuc,
    words: /\b(?:ruc|sri|contribuyente)\b[^;|]{0,30}$/,
  },
  {
    type: 'DO_CEDULA',
    pattern: /(?<![\w.-])(?:\d{3}-\d{7}-\d|\d{11})(?![\w-]|\.\d)/g,
    isValid: isDominicanCedula,
    words: CEDULA,
    telling: /-/,
  },
  {
    type: 'CO_CEDULA',
    pattern: /(?<![\w.-])(?:\d{1,3}(?:\.\d{3}){1,3}|\d{6,10})(?![\w-]|\.\d)/g,
    isValid: isColombianCedula,
    words:
      /(?:\b(?:cedula|ciudadania|c\.?c|documento de identidad|identificacion)\b)[\s.:=#"']{0,4}(?:(?:de ciudadania|ciudadania|no|n[úu]mero|nro|num|is|was|es|era)?[\s.:=#º°"']{0,4}){0,2}$/,
  },
  {
    type: 'CO_NIT',
    pattern: /(?<![\w.-])(?:\d{3}\.\d{3}\.\d{3}|\d{9})-?\d(?![\w-]|\.\d)/g,
    isValid: isNit,
    words: /\b(?:nit|n\.i\.t|dian|tributari[oa])\b[^;|]{0,30}$/,
  },
  {
    type: 'PE_RUC',
    pattern: /(?<![\w.-])\d{11}(?![\w-]|\.\d)/g,
    isValid: isPeruvianRuc,
    words: /\b(?:ruc|r\.u\.c|sunat|contribuyente)\b[^;|]{0,30}$/,
  },
  {
    type: 'PE_DNI',
    pattern: /(?<![\w.-])(?:\d{7,8}|\d{1,2}\.\d{3}\.\d{3})(?![\w-]|\.\d)/g,
    isValid: isPeruvianDni,
    words: /\b(?:dni|d\.n\.i)\b(?: (?:is|was|es|era)\b)?[\s.:=#"'nnº°o]{0,6}$/,
  },
  {
    type: 'VE_RIF',
    pattern: /(?<![\w.-])[VEJPGC]-?\d{8}-?\d(?![\w-]|\.\d)/gi,
    isValid: isRif,
  },
  {
    type: 'UY_CI',
    pattern: /(?<![\w.-])(?:\d\.\d{3}\.\d{3}-?\d|\d{6,7}-?\d)(?![\w-]|\.\d)/g,
    isValid: isUruguayanCi,
    words: CEDULA,
    telling: /^\d\.\d{3}\.\d{3}-\d$/,
  },
];
