/** Sigma's names for requests: the categories webserver and proxy (https://sigmahq.io/docs, taxonomy appendix). */
import type { FieldsDraft } from './fields-draft.ts';
import type { Names } from './names.ts';

/** Names that stand for each other in the two categories. */
const SAME: Names = [
  ['cs-uri', 'c-uri'],
  ['c-uri', 'cs-uri'],
  ['c-uri-query', 'cs-uri-query'],
  ['c-uri-stem', 'cs-uri-stem'],
  ['cs-user-agent', 'c-useragent'],
  ['c-useragent', 'cs-user-agent'],
  ['cs-referrer', 'cs-referer'],
  ['r-dns', 'cs-host'],
  ['src_ip', 'c-ip'],
];

/** Adds what follows from the names that are there. */
export function nameRequest(draft: FieldsDraft): void {
  draft.name(SAME);
  draft.add('c-uri-extension', extensionOf(draft.text('c-uri')));
}

/** `php` of `http://host/a/b.php?q=1`; '' where the last part of the path has none. */
export function extensionOf(uri: string): string {
  const end = uri.search(/[?#]/);
  const path = end < 0 ? uri : uri.slice(0, end);
  const authority = path.indexOf('://');
  const slash = path.lastIndexOf('/');
  if (slash < 0 || (authority >= 0 && slash < authority + 3)) return '';
  const dot = path.indexOf('.', slash) < 0 ? -1 : path.lastIndexOf('.');
  return dot < 0 ? '' : path.slice(dot + 1).toLowerCase();
}
