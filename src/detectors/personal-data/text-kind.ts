import type { TextKind } from './recogniser.ts';

const HEAD =
  /^\s{0,8}(?:[[{<(]|\w{2,20}\/\d{1,3}\.\d|\d{4}[-/]\d\d[-/]\d\d[T ]\d\d[:.]|[A-Z][a-z]{2} [ \d]?\d \d\d:\d\d|\d{1,2}\/\w{3}\/\d{4}|\d{1,3}(?:\.\d{1,3}){3} |\d{9,13}[. ]|(?:INFO|WARN(?:ING)?|ERROR|DEBUG|TRACE|FATAL|NOTICE|CRITICAL|AUDIT)\b|CEF:|LEEF:|type=|[\w.-]{2,30}(?:\[\d{1,7}\]|\/\w{2,20}):|[\w -]{2,20} \d{1,5}: \w+: |[a-z][\w.-]{1,30}: [a-z])/;
const FIELDS = /(?<![^\s,;{(])(?:"[\w.]{1,40}" ?:|[\w.]{1,40}=)(?=["'\w[{<(+-])/g;
const CODE = /[{}<>|\\]|\w\(|::|=>|--\w|\b[a-z]\w*\/\w+\/\w+/;

/** Lines of logs, records and commands, or sentences that people write. */
export function kindOf(text: string): TextKind {
  const head = text.slice(0, 400);
  if (HEAD.test(head)) return 'line';
  if ((head.match(/\n/g)?.length ?? 0) > 3 && !/[{}=]/.test(head)) return 'prose';
  const fields = [...head.matchAll(FIELDS)].length;
  return fields >= 2 || (CODE.test(head) && !/[.!?] |\n/.test(head)) ? 'line' : 'prose';
}
