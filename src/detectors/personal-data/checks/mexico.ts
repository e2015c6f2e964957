import { isShortDay } from './digits.ts';

const CURP_SIGNS = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
const STATES =
  /^(?:AS|BC|BS|CC|CL|CM|CS|CH|DF|DG|GT|GR|HG|JC|MC|MN|MS|NT|NL|OC|PL|QT|QR|SP|SL|SR|TC|TS|TL|VZ|YN|ZS|NE)$/;

/** RENAPO, Instructivo Normativo para la asignación de la CURP: weights 18 to 2, what lacks to ten. */
export function isCurp(value: string): boolean {
  if (!/^[A-ZÑ]{4}\d{6}[HMX][A-Z]{2}[A-ZÑ]{3}[0-9A-Z]\d$/.test(value)) return false;
  if (!isShortDay(value.slice(4, 10)) || !STATES.test(value.slice(11, 13))) return false;
  let sum = 0;
  for (let place = 0; place < 17; place++) sum += CURP_SIGNS.indexOf(value.charAt(place)) * (18 - place);
  return (10 - (sum % 10)) % 10 === Number(value[17]);
}

const RFC_SIGNS = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';

/** SAT, Anexo 20 and the rule of the homoclave: weights 13 to 2 (a firm's number gets a space in front), modulus 11. */
export function isRfc(value: string): boolean {
  if (!/^[A-ZÑ&]{3,4}\d{6}[0-9A-Z]{2}[0-9A]$/.test(value) || !isShortDay(value.slice(-9, -3))) return false;
  const padded = value.padStart(13, ' ');
  let sum = 0;
  for (let place = 0; place < 12; place++) sum += RFC_SIGNS.indexOf(padded.charAt(place)) * (13 - place);
  const control = 11 - (sum % 11);
  return value.at(-1) === (control === 11 ? '0' : control === 10 ? 'A' : String(control));
}
