import { addShapes, addWords } from './grams.ts';
import { signsOf } from './signs.ts';
import { viewsOf } from './views.ts';

/** Ids of one text at most. */
export const MOST_IDS = 512;
/** Shapes get the places that words leave, these at least. */
const SHAPE_PLACES = 96;

/**
 * What a text model reads of a text: ids of its signs and hashed ids of its words and shapes, each once, rising, at most
 * 512. Signs come before words, words at the beginning before those further on. Time grows with the length of the text,
 * up to its first 8,192 characters.
 */
export function textIds(text: string): Uint16Array {
  const views = viewsOf(text);
  const ids = new Set(signsOf(views));
  addWords(views.plain, ids, MOST_IDS - SHAPE_PLACES);
  addShapes(views.plain, ids, MOST_IDS);
  return Uint16Array.from(ids).sort();
}
