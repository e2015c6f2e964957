import { matches, type Recogniser } from '../recogniser.ts';

const PASSPORT =
  /(?<![a-z])(?:passport|pasaporte|passeport)s?["']?(?:[ _]?(?:no|number|n[uú]m(?:ero)?|n[.º°]))?\.?["']?(?: (?:is|es))? ?[:=#]? ?["']?(?<value>[A-Z]{0,3}[ -]?\d{6,9}[A-Z]?)(?![\w-])/dgi;
const LICENSE =
  /(?<![a-z])(?:driver'?s?[ _]licen[cs]e|driving[ _]licen[cs]e|licencia[ _]de[ _]conduc[a-z]{2,6}|permiso[ _]de[ _]conduc[a-z]{2,6})["']?(?:[ _](?:no|number|n[uú]m(?:ero)?|id))?\.?["']?(?: (?:is|es))? ?[:=#]? ?["']? ?(?<value>(?=[A-Z-]{0,6}\d)[A-Z0-9][A-Z0-9-]{4,17})(?![\w-])/dgi;

/** Papers whose numbers have no public rule: the words before them tell. */
export const documents: Recogniser = ({ text }) => [
  ...matches(text, PASSPORT, 'PASSPORT', 2),
  ...matches(text, LICENSE, 'DRIVER_LICENSE', 2),
];
