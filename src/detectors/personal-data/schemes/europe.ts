import { isBsn, isCodiceFiscale, isNino, isNir, isPesel, isPortugueseNif, isSteuerId } from '../checks/europe.ts';
import { isSsn } from '../checks/united-states.ts';
import type { Scheme } from './scheme.ts';

/** Further numbers of Europe, and the one of the United States. */
export const EUROPE_AND_US: readonly Scheme[] = [
  {
    type: 'US_SSN',
    pattern: /(?<![\w.-])\d{3}[ -]?\d{2}[ -]?\d{4}(?![\w-]|\.\d)/g,
    isValid: isSsn,
    words: /(?:\b(?:ssn|ssn|social[ -]security|social|tax ?id)\b|ssn)[^;|]{0,40}$/,
    telling: /-..-/,
  },
  {
    type: 'FR_NIR',
    pattern: /(?<![\w.-])[1-4] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}(?![\w-]|\.\d)/gi,
    isValid: isNir,
  },
  {
    type: 'IT_CF',
    pattern: /(?<!\w)[A-Z]{3} ?[A-Z]{3} ?[0-9L-NP-V]{2}[A-EHLMPR-T][0-9L-NP-V]{2} ?[A-Z][0-9L-NP-V]{3} ?[A-Z](?!\w)/gi,
    isValid: isCodiceFiscale,
  },
  {
    type: 'PT_NIF',
    pattern: /(?<![\w.-])\d{3} ?\d{3} ?\d{3}(?![\w-]|\.\d)/g,
    isValid: isPortugueseNif,
    words: /\b(?:nif|nipc|contribuinte|fiscal)\b[^;|]{0,30}$/,
  },
  {
    type: 'DE_STEUER_ID',
    pattern: /(?<![\w.-])\d{2} ?\d{3} ?\d{3} ?\d{3}(?![\w-]|\.\d)/g,
    isValid: isSteuerId,
    words: /(?:steuer|idnr|\btin\b|\btax)[^;|]{0,40}$/,
  },
  {
    type: 'NL_BSN',
    pattern: /(?<![\w.-])(?:\d{9}|\d{4}\.\d{2}\.\d{3})(?![\w-]|\.\d)/g,
    isValid: isBsn,
    words: /\b(?:bsn|burgerservice\w*|sofi\w*)\b[^;|]{0,30}$/,
  },
  {
    type: 'PL_PESEL',
    pattern: /(?<![\w.-])\d{11}(?![\w-]|\.\d)/g,
    isValid: isPesel,
    words: /\bpesel\b[^;|]{0,30}$/,
  },
  {
    type: 'UK_NINO',
    pattern: /(?<![\w.-])[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\w-])/gi,
    isValid: isNino,
    words: /\b(?:nino?|national insurance|insurance)\b[^;|]{0,30}$/,
    telling: /^[A-Z]{2} \d\d \d\d \d\d [A-D]$/,
  },
];
