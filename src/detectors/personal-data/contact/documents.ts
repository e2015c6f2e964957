import { matches, type Recogniser } from '../recogniser.ts';

const PASSPORT =
  /\b(?:passport|pasaporte|passeport)s?["']?(?: ?(?:no|number|n[uú]m(?:ero)?|n[.º°]))?\.?["']?(?: (?:is|es))? ?[:=#]? ?["']?(?<value>[A-Z]{0,3}[ -]?\d{6,9}[A-Z]?)(?![\w-])/dgi;
const LICENSE =
  /\b(?:driver'?s? licen[cs]e|driving licen[cs]e|licencia de conduc\w{2,6}|permiso de conduc\w{2,6})["']?(?: (?:no|number|n[uú]m(?:ero)?|id))?\.?["']?(?: (?:is|es))? ?[:=#]? ?["']?(?<value>(?=[A-Z-]{0,6}\d)[A-Z0-9][A-Z0-9-]{4,17})(?![\w-])/dgi;

/** Papers whose numbers have no public rule: the words before them tell. */
export const documents: Recogniser = ({ text }) => [
  ...matches(text, PASSPORT, 'PASSPORT', 2),
  ...matches(text, LICENSE, 'DRIVER_LICENSE', 2),
];
