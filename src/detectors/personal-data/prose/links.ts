import { matches, type Recogniser } from '../recogniser.ts';

const LINK = /\bhttps?:\/\/[^\s"'<>(){}[\]]{3,400}[^\s"'<>(){}[\].,;:!?]|\bwww\.[a-z0-9-]{2,60}\.[a-z]{2,10}\S{0,100}/g;

/** Addresses of pages that somebody writes about. */
export const links: Recogniser = ({ plain }) => matches(plain, LINK, 'URL', 1);
