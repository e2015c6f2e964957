import { isCif, isDni, isNie, isNss } from '../checks/spain.ts';
import type { Scheme } from './scheme.ts';

/** Numbers of Spain. */
export const SPAIN: readonly Scheme[] = [
  {
    type: 'ES_DNI',
    pattern: /(?<![\w.-])(?:\d{8}|\d{2}\.\d{3}\.\d{3})[ -]?[A-HJ-NP-TV-Z](?![\w])/gi,
    isValid: isDni,
    words: /(?:\b(?:dni|nif|documento|identidad|titular)\b|d\.n\.i|n\.i\.f)[^;|]{0,40}$/,
    telling: /^(?:\d{8}-?|\d\d\.\d{3}\.\d{3}[ -]?)[A-Z]$/i,
  },
  {
    type: 'ES_NIE',
    pattern: /(?<![\w.-])[XYZ][ -]?(?:\d{7}|\d\.\d{3}\.\d{3})[ -]?[A-HJ-NP-TV-Z](?!\w)/gi,
    isValid: isNie,
  },
  {
    type: 'ES_CIF',
    pattern: /(?<![\w.-])[A-HJNPQRSUVW][ -]?\d{2}\.?\d{3}\.?\d{2}\d?[ -]?[0-9A-J](?![\w-])/gi,
    isValid: isCif,
    words:
      /\b(?:cif|nif|c\.i\.f|n\.i\.f|empresa|sociedad|proveedor|razon social|company|supplier|vendor|tax|vat|fiscal|s\.?l\.?u?|s\.?a)\b[^;|]{0,40}$/,
  },
  {
    type: 'ES_NSS',
    pattern: /(?<![\w.-])\d{2}[ /-]?\d{8}[ /-]?\d{2}(?![\w-])/g,
    isValid: isNss,
    words:
      /\b(?:n\.?a?ss|nuss|naf|seguridad social|social security|afiliacion|afiliado|paciente|trabajador\w*)\b[^;|]{0,40}$/,
    telling: /[ /-]/,
  },
];
